/** The host refuses the app. Every problem is a sentence that begins with a function's name. */
export class HostStartError extends Error {
  override readonly name = "HostStartError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(["The host does not start:", ...problems].join("\n  "));
    this.problems = problems;
  }
}
