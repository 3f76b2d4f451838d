import type { Answer, RoutedCall } from "../http/exchange.ts";

/** Small, so that pages have to be followed. */
export const vendorPage = 2;

/** Adds one endpoint of a vendor: the same people at every vendor, behind one token. */
export type AddVendorRoute = (
  method: "GET" | "POST",
  path: string,
  authorization: string,
  answer: (call: RoutedCall) => Answer,
) => void;

/** A UUID for a person, the same at every start; vendors name people by their own ids. */
export function vendorId(hrId: string): string {
  return `00000000-0000-4000-8000-${hrId.padStart(12, "0")}`;
}

/** The person's number in the HR book, out of the vendor's id. */
export function hrIdOf(id: string): string {
  return id.slice(-12).replace(/^0+/, "");
}
