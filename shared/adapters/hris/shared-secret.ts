/** What is wrong with a secret that the HR system shows as text; undefined when nothing is. */
export function sharedSecretProblem(secret: string): string | undefined {
  return /^[\x21-\x7e]{16,256}$/.test(secret) ? undefined : "is not 16 to 256 visible characters";
}
