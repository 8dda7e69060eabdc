// Computes beside the page, so that the page stays alive. Asked: { task, values }. Answers { done, total } again and
// again, then { result } or { error: a word that encrypt.js, trustee.js and ceremony.js name, or what the engine says }.
import { certificate, decryptTogether, polynomial, share } from "./ceremony.js";
import { encrypt } from "./encrypt.js";
import { decrypt, generateTrustee } from "./trustee.js";

const TASKS = { encrypt, decrypt, generateTrustee, certificate, polynomial, share, decryptTogether };

addEventListener("message", async ({ data: { task, values } }) => {
  const progress = (done, total) => postMessage({ done, total });
  try {
    postMessage({ result: await TASKS[task](...values, progress) });
  } catch (error) {
    postMessage({ error: error.message });
  }
});
