// Logcheck checks an exported transparency log with the libraries of the Go project, without a line of ours.
//
//	logcheck FOLDER [PROOF…]
//
// FOLDER holds checkpoint, key.pub and tile/… as C2SP tlog-tiles has them. Every entry is hashed and found in
// the tree whose root the checkpoint signs. A PROOF is a .tlog-proof, or the request of a consistency check as
// in C2SP tlog-witness ("old N", hashes, a checkpoint). It ends with 1 at the first thing that is wrong.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// folder reads tiles from files; their paths differ from those of sumdb in having no height.
type folder string

func (f folder) path(t tlog.Tile) string {
	path := strings.TrimPrefix(t.Path(), fmt.Sprintf("tile/%d/", t.H))
	return filepath.Join(string(f), "tile", strings.Replace(path, "data/", "entries/", 1))
}

func (f folder) Height() int { return height }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, t := range tiles {
		data, err := os.ReadFile(f.path(t))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

// entries answers the data of every entry, from the bundles.
func (f folder) entries(size int64) ([][]byte, error) {
	var found [][]byte
	for n := int64(0); int64(len(found)) < size; n++ {
		width := size - n<<height
		if width > 1<<height {
			width = 1 << height
		}
		bundle, err := os.ReadFile(f.path(tlog.Tile{H: height, L: -1, N: n, W: int(width)}))
		if err != nil {
			return nil, err
		}
		for len(bundle) >= 2 {
			long := 2 + int(binary.BigEndian.Uint16(bundle))
			if long > len(bundle) {
				return nil, errors.New("a bundle ends in the middle of an entry")
			}
			found = append(found, bundle[2:long])
			bundle = bundle[long:]
		}
		if want := n<<height + width; int64(len(found)) != want {
			return nil, fmt.Errorf("bundle %d: %d entries up to here, not %d", n, len(found), want)
		}
	}
	return found, nil
}

type log struct {
	folder
	verifiers note.Verifiers
	tree      tlog.Tree
	data      [][]byte
	hashes    tlog.HashReader
}

// open answers the tree that a checkpoint speaks of, when the log signed it.
func (l *log) open(message string) (tree tlog.Tree, err error) {
	signed, err := note.Open([]byte(message), l.verifiers)
	if err != nil {
		return tree, err
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) < 4 {
		return tree, errors.New("a checkpoint has three lines")
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return tree, err
}

func read(f folder) (*log, error) {
	key, err := os.ReadFile(filepath.Join(string(f), "key.pub"))
	if err != nil {
		return nil, err
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(key)))
	if err != nil {
		return nil, err
	}
	checkpoint, err := os.ReadFile(filepath.Join(string(f), "checkpoint"))
	if err != nil {
		return nil, err
	}
	l := &log{folder: f, verifiers: note.VerifierList(verifier)}
	if l.tree, err = l.open(string(checkpoint)); err != nil {
		return nil, err
	}
	l.hashes = tlog.TileHashReader(l.tree, f)
	l.data, err = f.entries(l.tree.N)
	return l, err
}

// check finds every entry in the tree: each hash that is read was proved against the root before.
func (l *log) check() error {
	indexes := make([]int64, len(l.data))
	for n := range l.data {
		indexes[n] = tlog.StoredHashIndex(0, int64(n))
	}
	found, err := l.hashes.ReadHashes(indexes)
	if err != nil {
		return err
	}
	for n, data := range l.data {
		if tlog.RecordHash(data) != found[n] {
			return fmt.Errorf("entry %d is not the one in the tree", n)
		}
	}
	return nil
}

// prove checks a proof of either kind.
func (l *log) prove(text string) error {
	head, message, _ := strings.Cut(text, "\n\n")
	tree, err := l.open(message)
	if err != nil {
		return err
	}
	lines := strings.Split(head, "\n")
	if lines[0] == "c2sp.org/tlog-proof@v1" {
		lines = lines[1:]
	}
	if strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	kind, number, _ := strings.Cut(lines[0], " ")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return err
	}
	var hashes []tlog.Hash
	for _, line := range lines[1:] {
		raw, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(raw) != tlog.HashSize {
			return fmt.Errorf("%q is no hash", line)
		}
		hashes = append(hashes, *(*tlog.Hash)(raw))
	}
	if kind == "index" && n >= 0 && n < int64(len(l.data)) {
		return tlog.CheckRecord(hashes, tree.N, tree.Hash, n, tlog.RecordHash(l.data[n]))
	}
	if kind != "old" || n > l.tree.N {
		return errors.New("no proof of this log")
	}
	old, err := tlog.TreeHash(n, l.hashes)
	if err != nil {
		return err
	}
	return tlog.CheckTree(hashes, tree.N, tree.Hash, n, old)
}

func run(args []string) error {
	if len(args) < 1 {
		return errors.New("usage: logcheck FOLDER [PROOF…]")
	}
	l, err := read(folder(args[0]))
	if err != nil {
		return err
	}
	if err := l.check(); err != nil {
		return err
	}
	for _, path := range args[1:] {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := l.prove(string(text)); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	fmt.Printf("%d entries and %d proofs hold; root %v\n", l.tree.N, len(args)-1, l.tree.Hash)
	return nil
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
