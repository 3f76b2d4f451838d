import { createHmac, timingSafeEqual } from "node:crypto";

const PREFIX = "SharedAccessSignature ";

/**
 * What is wrong with a shared access signature; undefined when nothing is. Its expiry is not looked at: sender and broker
 * may live at different virtual times.
 *
 * @see https://learn.microsoft.com/azure/service-bus-messaging/service-bus-sas
 */
export function signatureProblem(token: string, accessKeys: Readonly<Record<string, string>>): string | undefined {
  if (!token.startsWith(PREFIX)) return `The token does not start with "${PREFIX}".`;
  const fields = new Map(token.slice(PREFIX.length).split("&").map(splitField));
  const [resource, signature, expiry, name] = ["sr", "sig", "se", "skn"].map((field) => fields.get(field));
  if (!resource || !signature || !expiry || !name) return "The token lacks one of sr, sig, se and skn.";
  const keyName = decodeURIComponent(name);
  const key = Object.hasOwn(accessKeys, keyName) ? accessKeys[keyName] : undefined;
  if (key === undefined) return "The token names a key that does not exist.";
  // What was signed is the resource as it was encoded: clients differ in that.
  const expected = createHmac("sha256", key).update(`${resource}\n${expiry}`).digest();
  const given = Buffer.from(decodeURIComponent(signature), "base64");
  const isGood = given.length === expected.length && timingSafeEqual(given, expected);
  return isGood ? undefined : "The token's signature is wrong.";
}

function splitField(field: string): readonly [string, string] {
  const at = field.indexOf("=");
  return [field.slice(0, at), field.slice(at + 1)];
}
