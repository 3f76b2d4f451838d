import { type RemovableSignInMethod, removableSignInMethods } from "../../domain/removable-sign-in-methods.ts";

interface Kind {
  /** Below `/users/{id}/authentication/`. */
  readonly collection: string;
  readonly permission: string;
}

const collections: Readonly<Record<RemovableSignInMethod, string>> = {
  phoneAuthenticationMethod: "phoneMethods",
  microsoftAuthenticatorAuthenticationMethod: "microsoftAuthenticatorMethods",
  softwareOathAuthenticationMethod: "softwareOathMethods",
  fido2AuthenticationMethod: "fido2Methods",
  windowsHelloForBusinessAuthenticationMethod: "windowsHelloForBusinessMethods",
  temporaryAccessPassAuthenticationMethod: "temporaryAccessPassMethods",
  emailAuthenticationMethod: "emailMethods",
  platformCredentialAuthenticationMethod: "platformCredentialMethods",
  externalAuthenticationMethod: "externalAuthenticationMethods",
};

/** Where a sign-in method is removed, by its type; nothing for what can be removed by hand only. */
export const signInMethodKinds: ReadonlyMap<string, Kind> = new Map(
  removableSignInMethods.map(({ type, permission }): [string, Kind] => [
    type,
    { collection: collections[type], permission },
  ]),
);

export const passwordMethod = "passwordAuthenticationMethod";
