interface Kind {
  /** Below `/users/{id}/authentication/`. */
  readonly collection: string;
  readonly permission: string;
}

function kind(collection: string, permission: string): Kind {
  return { collection, permission: `UserAuthMethod-${permission}.ReadWrite.All` };
}

/**
 * Where a sign-in method is removed, by its type. The password cannot be removed; kinds that are missing here can be
 * removed by hand only (hardware tokens and QR codes: beta).
 *
 * @see https://learn.microsoft.com/graph/api/resources/authenticationmethods-overview
 */
export const signInMethodKinds: ReadonlyMap<string, Kind> = new Map([
  ["phoneAuthenticationMethod", kind("phoneMethods", "Phone")],
  ["microsoftAuthenticatorAuthenticationMethod", kind("microsoftAuthenticatorMethods", "MicrosoftAuthApp")],
  ["softwareOathAuthenticationMethod", kind("softwareOathMethods", "SoftwareOATH")],
  ["fido2AuthenticationMethod", kind("fido2Methods", "Passkey")],
  ["windowsHelloForBusinessAuthenticationMethod", kind("windowsHelloForBusinessMethods", "WindowsHello")],
  ["temporaryAccessPassAuthenticationMethod", kind("temporaryAccessPassMethods", "TAP")],
  ["emailAuthenticationMethod", kind("emailMethods", "Email")],
  ["platformCredentialAuthenticationMethod", kind("platformCredentialMethods", "PlatformCred")],
  ["externalAuthenticationMethod", kind("externalAuthenticationMethods", "External")],
]);

export const passwordMethod = "passwordAuthenticationMethod";
