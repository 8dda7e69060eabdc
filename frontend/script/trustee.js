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
// Words: data-working {percent}; data-failed; data-key (no file, or no key in it); data-other (another trustee's key).
import { boxOf, complain, compute, load, show, word } from "./ballot/page.js";

const making = boxOf("[data-trustee-key]");
const decrypting = boxOf("[data-trustee]");
const BIGGEST = 100_000; // bytes of a file that may hold a key
if (making) startMaking(making);
if (decrypting) startDecrypting(decrypting);

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
      const file = field.files[0];
      if (!file || file.size > BIGGEST) throw new Error("key");
      const values = [await load(box.dataset.election), await load(box.dataset.tally), await file.text()];
      const made = await compute(box, "decrypt", ...values);
      if (box.dataset.publicKey && made.publicKey !== box.dataset.publicKey) throw new Error("other");
      form.elements.partial_decryption.value = made.partialDecryption;
      field.value = "";
    }),
  );
  form.addEventListener("submit", () => box.querySelector("[data-step=choose]").remove());
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
    complain(problem, word(box, ["key", "other"].includes(error.message) ? error.message : "failed"));
  }
}
