import type { z } from "zod";
import type { Application } from "../sign-in/application.ts";
import type { ApplicationOrder } from "./orders.ts";

/** Changes the app registration as an order says. */
export function changeApplication(application: Application, order: z.infer<typeof ApplicationOrder>): void {
  if (order.enabled !== undefined) application.enabled = order.enabled;
  if (order.graphPermissions !== undefined) application.graphPermissions = order.graphPermissions ?? undefined;
  if (order.directoryRoles !== undefined) application.directoryRoles = order.directoryRoles;
  if (order.revokeSecret !== undefined) application.revokeSecret(order.revokeSecret);
  if (order.addSecret !== undefined) application.addSecret(order.addSecret);
  if (order.addCertificate !== undefined) application.addCertificate(order.addCertificate);
  if (order.removeCertificate !== undefined) application.removeCertificate(order.removeCertificate);
}
