import { NeedsPersonError, NotFoundError } from "../../domain/errors.ts";
import type { Instant, LeaverId } from "../../domain/ids.ts";
import type { Account, Contact, Directory, RegisteredDevice, SignInMethod } from "../../domain/ports/directory.ts";
import { refusalBehind } from "../service-answer.ts";
import {
  AccountAnswer,
  accountFields,
  ContactAnswer,
  contactFields,
  DeviceAnswer,
  deviceFields,
  ItemAnswer,
  PassAnswer,
  SignInMethodAnswer,
} from "./answers.ts";
import type { GraphClient } from "./client.ts";
import { isDefaultMethod, isGone, isPasswordRefused } from "./errors.ts";
import * as operations from "./operations.ts";
import { path, quoted } from "./path.ts";
import { passwordMethod, signInMethodKinds } from "./sign-in-methods.ts";
import { unknownPassword } from "./unknown-password.ts";

/** The directory behind Microsoft Graph v1.0. */
export class GraphDirectory implements Directory {
  readonly #graph: GraphClient;

  constructor(graph: GraphClient) {
    this.#graph = graph;
  }

  account(id: LeaverId): Promise<Account> {
    const user = path`users/${id}?$select=${accountFields}&$expand=manager($select=id)`;
    return this.#graph.get(user, AccountAnswer, operations.readAccount);
  }

  async findByEmployeeId(employeeId: string): Promise<readonly Account[]> {
    // An empty id would match nobody in particular.
    if (employeeId.trim() === "") return [];
    const filter = `employeeId eq ${quoted(employeeId)}`;
    const users = path`users?$filter=${filter}&$select=${accountFields}&$expand=manager($select=id)`;
    return this.#graph.list(users, AccountAnswer, operations.readAccount);
  }

  async findBySignInName(name: string): Promise<Account | undefined> {
    const user = path`users/${name}?$select=${accountFields}&$expand=manager($select=id)`;
    try {
      return await this.#graph.get(user, AccountAnswer, operations.readAccount);
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  headcount(): Promise<number> {
    return this.#graph.count("users/$count", operations.countAccounts);
  }

  contact(id: LeaverId): Promise<Contact> {
    const user = path`users/${id}?$select=${contactFields}&$expand=manager($select=id)`;
    return this.#graph.get(user, ContactAnswer, operations.readAccount);
  }

  blockSignIn(id: LeaverId): Promise<void> {
    return this.#graph.patch(path`users/${id}`, { accountEnabled: false }, operations.setEnabled);
  }

  allowSignIn(id: LeaverId): Promise<void> {
    return this.#graph.patch(path`users/${id}`, { accountEnabled: true }, operations.setEnabled);
  }

  revokeSessions(id: LeaverId): Promise<void> {
    return this.#graph.post(path`users/${id}/revokeSignInSessions`, undefined, operations.revokeSessions);
  }

  async resetPasswordToUnknown(id: LeaverId): Promise<void> {
    await this.giveNewPassword(id);
  }

  async giveNewPassword(id: LeaverId): Promise<string> {
    try {
      return await this.#setPassword(id, unknownPassword());
    } catch (error) {
      if (!isPasswordRefused(refusalBehind(error))) throw error;
      return await this.#setPassword(id, unknownPassword());
    }
  }

  async #setPassword(id: LeaverId, password: string): Promise<string> {
    const passwordProfile = { password, forceChangePasswordNextSignIn: true };
    await this.#graph.patch(path`users/${id}`, { passwordProfile }, operations.resetPassword);
    return password;
  }

  async giveTemporaryAccessPass(id: LeaverId, minutes?: number): Promise<string> {
    const passes = path`users/${id}/authentication/temporaryAccessPassMethods`;
    const body = minutes === undefined ? {} : { lifetimeInMinutes: minutes };
    return (await this.#graph.create(passes, body, PassAnswer, operations.givePass)).temporaryAccessPass;
  }

  rename(id: LeaverId, signInName: string): Promise<void> {
    return this.#graph.patch(path`users/${id}`, { userPrincipalName: signInName }, operations.rename);
  }

  async signInMethods(id: LeaverId): Promise<readonly SignInMethod[]> {
    const methods = path`users/${id}/authentication/methods`;
    const all = await this.#graph.list(methods, SignInMethodAnswer, operations.readSignInMethods);
    return all.filter((method) => method.type !== passwordMethod);
  }

  async removeSignInMethod(id: LeaverId, method: SignInMethod): Promise<"removed" | "default-method"> {
    const kind = signInMethodKinds.get(method.type);
    if (kind === undefined) {
      throw new NeedsPersonError("Remove the remaining sign-in methods in the Entra admin center, then resume");
    }
    try {
      const address = path`users/${id}/authentication/${kind.collection}/${method.id}`;
      await this.#graph.delete(address, operations.removeSignInMethod(kind.permission));
      return "removed";
    } catch (error) {
      const answer = refusalBehind(error);
      if (isGone(answer)) return "removed";
      if (isDefaultMethod(answer)) return "default-method";
      throw error;
    }
  }

  async devices(id: LeaverId): Promise<readonly RegisteredDevice[]> {
    const lists = await Promise.all([
      this.#graph.list(
        path`users/${id}/registeredDevices?$select=${deviceFields}`,
        DeviceAnswer,
        operations.readDevices,
      ),
      this.#graph.list(path`users/${id}/ownedDevices?$select=${deviceFields}`, DeviceAnswer, operations.readDevices),
    ]);
    const byId = new Map(lists.flat().flatMap((device) => (device === undefined ? [] : [[device.id, device]])));
    return [...byId.values()];
  }

  disableDevice(deviceId: string): Promise<void> {
    return this.#graph.patch(path`devices/${deviceId}`, { accountEnabled: false }, operations.setDevice);
  }

  enableDevice(deviceId: string): Promise<void> {
    return this.#graph.patch(path`devices/${deviceId}`, { accountEnabled: true }, operations.setDevice);
  }

  /** Interactive and federated sign-ins only: version 1.0 of the log has no others. */
  async successfulSignInsSince(id: LeaverId, since: Instant): Promise<number> {
    // The log keeps whole seconds: a sign-in right after the instant stands there with an earlier one.
    const second = `${since.slice(0, "2026-01-01T00:00:00".length)}Z`;
    const filter = `userId eq ${quoted(id)} and createdDateTime ge ${second} and status/errorCode eq 0`;
    // Without $select, which the log does not document.
    const signIns = path`auditLogs/signIns?$filter=${filter}&$top=50`;
    return (await this.#graph.list(signIns, ItemAnswer, operations.readSignIns)).length;
  }

  async memberOf(id: LeaverId): Promise<readonly string[]> {
    const groups = path`users/${id}/memberOf?$select=id&$top=999`;
    return (await this.#graph.list(groups, ItemAnswer, operations.readMemberships)).map((group) => group.id);
  }
}
