import { Transform, type TransformCallback } from "node:stream";
import { BodyTooLargeError } from "./request-body.ts";

/** Lets a body through up to the limit, and then fails. */
export class BodyLimit extends Transform {
  #left: number;

  constructor(limitBytes: number) {
    super();
    this.#left = limitBytes;
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.#left -= chunk.length;
    if (this.#left < 0) done(new BodyTooLargeError());
    else done(null, chunk);
  }
}
