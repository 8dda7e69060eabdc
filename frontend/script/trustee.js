// The pages of a trustee. The private key never leaves them: a file field that is part of no form reads it, a worker
// computes, and the form that is sent holds what is to be published. Bundle: built/trustee.js.
//
// A key is made:
//   <div data-without-script> … </div>
//   <div data-trustee-key hidden data-group="Ed25519" data-worker="URL of built/ballot-worker.js" data-working data-failed>
//     <div data-step="choose"> <p data-error role="alert" hidden></p> <button type="button" data-make> </div>
//     <div data-step="work" hidden> <h2 tabindex="-1">, <progress aria-label>, <p data-said role="status"> </div>
//     <div data-step="review" hidden> <h2 tabindex="-1"> <a data-keep download="….privkey">
//       <form method="post" action="…"> csrf token, <input type="hidden" name="public_key">,
//         <button disabled>: to be pressed once the file is kept </form> </div>
//   </div>
// A tally is partly decrypted:
//   <div data-trustee hidden data-election="URL" data-tally="URL of the encrypted tally's JSON" data-worker="URL"
//        data-public-key="the trustee's, as text" data-working="… {percent}" data-failed data-key data-other>
//     steps as above; in "choose" <input type="file" data-file> (in no form), <button type="button" data-decrypt>;
//     the form holds <input type="hidden" name="partial_decryption">
//   </div>
// With data-together the file is the seed, and the encrypted key comes from data-sealed="URL" or <input type="file"
// data-sealed-file>.
// A step of a key that several make together:
//   <div data-key-together hidden data-task="certificate | polynomial | share" data-group data-threshold data-worker
//        data-certs="URL" data-vinput="URL" data-working data-failed data-key data-message data-share>
//     steps as above; "choose" has <input type="file" data-file> but for the certificate, <button data-compute>;
//     "review" has the <a data-keep> of the certificate or <b data-code> of the others; the form holds name="part"
//   </div>
// Words: data-working {percent}; data-failed; data-key (no file, or no key in it); data-other (another trustee's key);
// data-message (changed on its way); data-share {number} (who sent a wrong share).
import { boxOf, complain, compute, load, show, word } from "./ballot/page.js";

const making = boxOf("[data-trustee-key]");
const decrypting = boxOf("[data-trustee]");
const together = boxOf("[data-key-together]");
const BIGGEST = 100_000; // bytes of a file that may hold a key
const WORDS = ["key", "other", "message", "share"];
if (making) startMaking(making);
if (decrypting) startDecrypting(decrypting);
if (together) startTogether(together);

function startMaking(box) {
  const form = box.querySelector("form");
  const keep = box.querySelector("[data-keep]");
  box.querySelector("[data-make]").addEventListener("click", () =>
    attempt(box, async () => {
      const made = await compute(box, "generateTrustee", box.dataset.group);
      keep.href = URL.createObjectURL(new Blob([made.privateKey], { type: "application/json" }));
      form.elements.public_key.value = made.publicKey;
    }),
  );
  keep.addEventListener("click", () => (form.querySelector("button").disabled = false));
}

function startDecrypting(box) {
  const form = box.querySelector("form");
  const field = box.querySelector("[data-file]");
  box.querySelector("[data-decrypt]").addEventListener("click", () =>
    attempt(box, async () => {
      const values = [await load(box.dataset.election), await load(box.dataset.tally), await textOf(field)];
      if ("together" in box.dataset) values.push(await sealedKey(box));
      const made = await compute(box, "together" in box.dataset ? "decryptTogether" : "decrypt", ...values);
      if (box.dataset.publicKey && made.publicKey !== box.dataset.publicKey) throw new Error("other");
      form.elements.partial_decryption.value = made.partialDecryption;
      field.value = "";
    }),
  );
  form.addEventListener("submit", () => box.querySelector("[data-step=choose]").remove());
}

function startTogether(box) {
  const { task, group, threshold } = box.dataset;
  const form = box.querySelector("form");
  const keep = box.querySelector("[data-keep]");
  const field = box.querySelector("[data-file]");
  box.querySelector("[data-compute]").addEventListener("click", () =>
    attempt(box, async () => {
      const values = [group];
      if (field) values.push(await textOf(field), await load(box.dataset.certs), Number(threshold));
      if (task === "share") values.push(await load(box.dataset.vinput));
      const made = await compute(box, task, ...values);
      form.elements.part.value = made.given;
      if (keep) keep.href = URL.createObjectURL(new Blob([`${made.privateKey}\n`], { type: "application/octet-stream" }));
      else box.querySelector("[data-code]").textContent = made.code;
    }),
  );
  keep?.addEventListener("click", () => (form.querySelector("button").disabled = false));
}

function sealedKey(box) {
  return box.dataset.sealed ? load(box.dataset.sealed) : textOf(box.querySelector("[data-sealed-file]"));
}

async function textOf(field) {
  const file = field.files[0];
  if (!file || file.size > BIGGEST) throw new Error("key");
  return file.text();
}

async function attempt(box, work) {
  const problem = box.querySelector("[data-error]");
  complain(problem, "");
  show(box, "work");
  try {
    await work();
    show(box, "review");
  } catch (error) {
    show(box, "choose");
    const [name, number] = error.message.split(" "); // "share NUMBER"
    complain(problem, word(box, WORDS.includes(name) ? name : "failed", { number }));
  }
}
