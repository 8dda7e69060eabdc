"""Sign papers (PAdES B-B), and read the signatures and the data of papers, without network."""

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.keys.internal import (
    translate_pyca_cryptography_cert_to_asn1,
    translate_pyca_cryptography_key_to_asn1,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "Signature"
YEARS = timedelta(days=3653)


class PaperError(ValueError):
    """A paper cannot be read, or does not hold what it should."""


@dataclass(frozen=True, slots=True)
class Signed:
    """`intact`: nothing was changed since. `subject`, `fingerprint` (SHA-256): of a certificate nobody vouches for."""

    intact: bool
    subject: str
    fingerprint: str


# --- sign


def signed(pdf: bytes, *, home: Path, issuer: str, at: datetime) -> bytes:
    """Answer the paper with an invisible signature in the name of `issuer`.

    Key and certificate lie in `home`/keys/paper.pem; where there are none they are made, valid for ten years
    from `at`. Whoever has a certificate of an authority puts it there, behind its key.
    """
    key, certificates = _keys(home / "keys" / "paper.pem", issuer, at)
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(certificates[1:])
    signer = signers.SimpleSigner(signing_cert=certificates[0], signing_key=key, cert_registry=store)
    meta = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", name=issuer, subfilter=SigSeedSubFilter.PADES
    )
    out = io.BytesIO()
    signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), meta, signer=signer, output=out)
    return out.getvalue()


def _keys(path: Path, issuer: str, at: datetime) -> tuple[Any, list[Certificate]]:
    if not path.exists():
        _make_keys(path, issuer, at)
    text = path.read_bytes()
    key = serialization.load_pem_private_key(text, None)
    certificates = x509.load_pem_x509_certificates(text)
    return (
        translate_pyca_cryptography_key_to_asn1(key),
        [translate_pyca_cryptography_cert_to_asn1(certificate) for certificate in certificates],
    )


def _make_keys(path: Path, issuer: str, at: datetime) -> None:
    """Whole or not at all, and by the first of several processes only."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .sign(key, hashes.SHA256())
    )
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ) + certificate.public_bytes(serialization.Encoding.PEM)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
    try:
        os.link(new, path)
    except FileExistsError:  # another process was first
        pass
    finally:
        new.unlink()


def _usage() -> x509.KeyUsage:
    no = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"), False
    )
    return x509.KeyUsage(
        digital_signature=True, content_commitment=True, encipher_only=False, decipher_only=False, **no
    )


# --- read


def data_of(pdf: bytes, name: str) -> bytes:
    """Answer the file `name` that a paper carries. Raises PaperError where it carries none, or several."""
    try:
        root = PdfFileReader(io.BytesIO(pdf), strict=False).root
        found = [spec["/EF"]["/F"].data for named, spec in _files(root) if named == name]
    except (PdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise PaperError(str(error)) from error
    if len(found) != 1:
        raise PaperError(f"{len(found)} × {name}")
    return bytes(found[0])


def _files(root: Any) -> Iterator[tuple[str, Any]]:
    """Answer what stands in the tree of names of embedded files."""
    nodes = [root["/Names"]["/EmbeddedFiles"]]
    while nodes:
        node = nodes.pop()
        nodes += node.get("/Kids", ())
        names = node.get("/Names", ())
        yield from ((str(names[n]), names[n + 1]) for n in range(0, len(names), 2))


def signature_of(pdf: bytes) -> Signed | None:
    """Answer the signature over the whole paper; None where nobody signed. Raises PaperError for no PDF."""
    try:
        found = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_regular_signatures
        if not found:
            return None
        states = [validate_pdf_signature(each, _itself(each.signer_cert)) for each in found]
        whole = found[-1].coverage
        by = found[-1].signer_cert
    except (PdfError, SigningError, SignatureValidationError, ValueError, LookupError, TypeError) as error:
        raise PaperError(str(error)) from error
    return Signed(
        intact=all(state.intact and state.valid for state in states)
        and whole is SignatureCoverageLevel.ENTIRE_FILE,
        subject=str(by.subject.native.get("common_name", "")),
        fingerprint=by.sha256.hex(),
    )


def _itself(certificate: Certificate) -> ValidationContext:
    """Nobody is trusted: whether the signature holds is asked, not who signed, nor whether it is valid today."""
    return ValidationContext(
        trust_roots=[certificate], moment=certificate.not_valid_before, allow_fetching=False
    )
