import { seconds } from "./graph/shape.ts";
import { guidOf } from "./ids.ts";
import type { AuthenticationMethod } from "./model.ts";

/** One way to sign in that can be registered and deleted (m365-operations 5.4). */
interface MethodKind {
  /** Graph's name without the namespace. */
  readonly type: string;
  /** Path segment of Graph. */
  readonly segment: string;
  /** The narrow permission to delete one. */
  readonly permission: string;
  /** Where the service has the same id for everybody. */
  readonly id?: string;
  /** What Graph shows besides id and type. */
  readonly view: (key: string) => Readonly<Record<string, unknown>>;
}

const createdDateTime = "2022-02-01T08:00:00Z";

export const methodKinds = {
  authenticator: {
    type: "microsoftAuthenticatorAuthenticationMethod",
    segment: "microsoftAuthenticatorMethods",
    permission: "UserAuthMethod-MicrosoftAuthApp.ReadWrite.All",
    view: (key) => ({
      displayName: `${key}'s phone`,
      deviceTag: "SoftwareTokenActivated",
      phoneAppVersion: "6.2406.4052",
      createdDateTime,
    }),
  },
  phone: {
    type: "phoneAuthenticationMethod",
    segment: "phoneMethods",
    permission: "UserAuthMethod-Phone.ReadWrite.All",
    id: "3179e48a-750b-4051-897c-87b9720928f7",
    view: () => ({ phoneNumber: "+49 30555000", phoneType: "mobile", smsSignInState: "notAllowedByPolicy" }),
  },
  "security-key": {
    type: "fido2AuthenticationMethod",
    segment: "fido2Methods",
    permission: "UserAuthMethod-Passkey.ReadWrite.All",
    view: () => ({
      displayName: "Blue key",
      createdDateTime,
      aaGuid: guidOf("security-key-model"),
      model: "Example Key 5",
      attestationCertificates: [],
      attestationLevel: "attested",
    }),
  },
  "software-token": {
    type: "softwareOathAuthenticationMethod",
    segment: "softwareOathMethods",
    permission: "UserAuthMethod-SoftwareOATH.ReadWrite.All",
    view: () => ({ secretKey: null, createdDateTime }),
  },
  "windows-hello": {
    type: "windowsHelloForBusinessAuthenticationMethod",
    segment: "windowsHelloForBusinessMethods",
    permission: "UserAuthMethod-WindowsHello.ReadWrite.All",
    view: (key) => ({ displayName: `${key.toUpperCase()}-LAPTOP`, createdDateTime, keyStrength: "normal" }),
  },
  "platform-credential": {
    type: "platformCredentialAuthenticationMethod",
    segment: "platformCredentialMethods",
    permission: "UserAuthMethod-PlatformCred.ReadWrite.All",
    view: (key) => ({ displayName: `${key}'s MacBook`, createdDateTime, keyStrength: "normal", platform: "macOS" }),
  },
  "temporary-pass": {
    type: "temporaryAccessPassAuthenticationMethod",
    segment: "temporaryAccessPassMethods",
    permission: "UserAuthMethod-TAP.ReadWrite.All",
    // The pass itself is shown once only, to whoever makes it.
    view: () => ({
      temporaryAccessPass: null,
      createdDateTime: seconds(Date.now() - 3_600_000),
      startDateTime: seconds(Date.now() - 3_600_000),
      lifetimeInMinutes: 480,
      isUsableOnce: false,
      isUsable: true,
      methodUsabilityReason: "EnabledByPolicy",
    }),
  },
  email: {
    type: "emailAuthenticationMethod",
    segment: "emailMethods",
    permission: "UserAuthMethod-Email.ReadWrite.All",
    id: "3ddfcfc8-9383-446f-83cc-3ab9be4be18f",
    view: (key) => ({ emailAddress: `${key}@home.example` }),
  },
  external: {
    type: "externalAuthenticationMethod",
    segment: "externalAuthenticationMethods",
    permission: "UserAuthMethod-External.ReadWrite.All",
    view: () => ({ configurationId: guidOf("external-method"), displayName: "Example MFA", createdDateTime }),
  },
} as const satisfies Readonly<Record<string, MethodKind>>;

export type MethodName = keyof typeof methodKinds;

/** What most people have. */
export const usualMethods: readonly MethodName[] = ["authenticator", "phone", "security-key"];

/** The password, which has the same id for everybody and cannot be deleted. */
const password: AuthenticationMethod = {
  id: "28c10230-6103-485e-b985-444c60001490",
  type: "passwordAuthenticationMethod",
  isDefault: false,
  view: { password: null, createdDateTime: "2021-04-01T08:00:00Z" },
};

/**
 * The person's password and these ways to sign in. The first is the default: deleting in list order meets the refusal.
 *
 * @param key of the person
 */
export function methodsOf(key: string, names: readonly MethodName[]): readonly AuthenticationMethod[] {
  const registered = names.map((name, place) => {
    const { type, view, id = guidOf(`method/${key}/${name}`) }: MethodKind = methodKinds[name];
    return { id, type, isDefault: place === 0, view: view(key) };
  });
  return [password, ...registered];
}
