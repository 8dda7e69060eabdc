// Computes beside the page, so that the page stays alive. Asked: { task, values }. Answers { done, total } again and
// again, then { result } or { error: a word that encrypt.js and trustee.js name, or what the engine says }.
import { encrypt } from "./encrypt.js";
import { decrypt, generateTrustee } from "./trustee.js";

const TASKS = { encrypt, decrypt, generateTrustee };

addEventListener("message", async ({ data: { task, values } }) => {
  const progress = (done, total) => postMessage({ done, total });
  try {
    postMessage({ result: await TASKS[task](...values, progress) });
  } catch (error) {
    postMessage({ error: error.message });
  }
});
