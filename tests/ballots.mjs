// Calls the browser's modules under node: one line of JSON in, [task, ...values], one out: { result } or { error }.
import { createInterface } from "node:readline";
import { certificate, decryptTogether, polynomial, share } from "../frontend/script/ballot/ceremony.js";
import { check } from "../frontend/script/ballot/credential.js";
import { encrypt } from "../frontend/script/ballot/encrypt.js";
import { decrypt, generateTrustee } from "../frontend/script/ballot/trustee.js";

const TASKS = { certificate, check, decrypt, decryptTogether, encrypt, generateTrustee, polynomial, share };

for await (const line of createInterface({ input: process.stdin })) {
  const [task, ...values] = JSON.parse(line);
  const steps = [];
  try {
    const started = performance.now();
    const result = await TASKS[task](...values, (done, total) => steps.push([done, total]));
    console.log(JSON.stringify({ result, steps, ms: Math.round(performance.now() - started) }));
  } catch (error) {
    console.log(JSON.stringify({ error: error.message }));
  }
}
