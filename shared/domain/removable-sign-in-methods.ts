/**
 * The types of sign-in methods that can be removed, each with the narrowest Graph application permission to do so. The
 * password cannot be removed; types that are missing here can be removed by hand only (hardware tokens and QR codes:
 * beta).
 *
 * @see https://learn.microsoft.com/graph/api/resources/authenticationmethods-overview
 */
export const removableSignInMethods = [
  { type: "phoneAuthenticationMethod", permission: "UserAuthMethod-Phone.ReadWrite.All" },
  { type: "microsoftAuthenticatorAuthenticationMethod", permission: "UserAuthMethod-MicrosoftAuthApp.ReadWrite.All" },
  { type: "softwareOathAuthenticationMethod", permission: "UserAuthMethod-SoftwareOATH.ReadWrite.All" },
  { type: "fido2AuthenticationMethod", permission: "UserAuthMethod-Passkey.ReadWrite.All" },
  { type: "windowsHelloForBusinessAuthenticationMethod", permission: "UserAuthMethod-WindowsHello.ReadWrite.All" },
  { type: "temporaryAccessPassAuthenticationMethod", permission: "UserAuthMethod-TAP.ReadWrite.All" },
  { type: "emailAuthenticationMethod", permission: "UserAuthMethod-Email.ReadWrite.All" },
  { type: "platformCredentialAuthenticationMethod", permission: "UserAuthMethod-PlatformCred.ReadWrite.All" },
  { type: "externalAuthenticationMethod", permission: "UserAuthMethod-External.ReadWrite.All" },
] as const;

export type RemovableSignInMethod = (typeof removableSignInMethods)[number]["type"];
