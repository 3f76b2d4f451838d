import { guidOf } from "./ids.ts";
import type { AuthenticationMethod } from "./model.ts";

/** The password has the same id for everybody and cannot be deleted. */
export const passwordOnly: AuthenticationMethod = {
  id: "28c10230-6103-485e-b985-444c60001490",
  type: "passwordAuthenticationMethod",
  isDefault: false,
  view: { password: null, createdDateTime: "2021-04-01T08:00:00Z" },
};

/**
 * Password, authenticator app (the default), phone and security key. The default stands before the others, so that
 * deleting in list order meets the refusal.
 */
export function usualMethods(key: string): readonly AuthenticationMethod[] {
  return [
    passwordOnly,
    {
      id: guidOf(`method/${key}/authenticator`),
      type: "microsoftAuthenticatorAuthenticationMethod",
      isDefault: true,
      view: {
        displayName: `${key}'s phone`,
        deviceTag: "SoftwareTokenActivated",
        phoneAppVersion: "6.2406.4052",
        createdDateTime: "2021-04-01T08:05:00Z",
      },
    },
    {
      // The id of every mobile phone method in the service.
      id: "3179e48a-750b-4051-897c-87b9720928f7",
      type: "phoneAuthenticationMethod",
      isDefault: false,
      view: { phoneNumber: "+49 30555000", phoneType: "mobile", smsSignInState: "notAllowedByPolicy" },
    },
    {
      id: guidOf(`method/${key}/security-key`),
      type: "fido2AuthenticationMethod",
      isDefault: false,
      view: {
        displayName: "Blue key",
        createdDateTime: "2022-02-01T08:00:00Z",
        aaGuid: guidOf("security-key-model"),
        model: "Example Key 5",
        attestationCertificates: [],
        attestationLevel: "attested",
      },
    },
  ];
}

/** Path segment of Graph for each type (m365-operations 5.4). */
export const methodSegments: Readonly<Record<string, { type: string; permission: string }>> = {
  phoneMethods: { type: "phoneAuthenticationMethod", permission: "UserAuthMethod-Phone.ReadWrite.All" },
  microsoftAuthenticatorMethods: {
    type: "microsoftAuthenticatorAuthenticationMethod",
    permission: "UserAuthMethod-MicrosoftAuthApp.ReadWrite.All",
  },
  softwareOathMethods: {
    type: "softwareOathAuthenticationMethod",
    permission: "UserAuthMethod-SoftwareOATH.ReadWrite.All",
  },
  fido2Methods: { type: "fido2AuthenticationMethod", permission: "UserAuthMethod-Passkey.ReadWrite.All" },
  windowsHelloForBusinessMethods: {
    type: "windowsHelloForBusinessAuthenticationMethod",
    permission: "UserAuthMethod-WindowsHello.ReadWrite.All",
  },
  temporaryAccessPassMethods: {
    type: "temporaryAccessPassAuthenticationMethod",
    permission: "UserAuthMethod-TAP.ReadWrite.All",
  },
  emailMethods: { type: "emailAuthenticationMethod", permission: "UserAuthMethod-Email.ReadWrite.All" },
  platformCredentialMethods: {
    type: "platformCredentialAuthenticationMethod",
    permission: "UserAuthMethod-PlatformCred.ReadWrite.All",
  },
  externalAuthenticationMethods: {
    type: "externalAuthenticationMethod",
    permission: "UserAuthMethod-External.ReadWrite.All",
  },
};
