import type { MethodName } from "./sign-in-methods.ts";

/** Hardware that a person signs in with: joined, registered, or hybrid joined and mastered in Active Directory. */
export type DeviceKind = "laptop" | "phone" | "hybrid-laptop" | "private-laptop";
export type SiteName = "Berlin" | "Dublin" | "Wien" | "New York" | "Pune";

/** One line of the company. What is left out has the usual value. */
export interface PersonSeed {
  readonly key: string;
  readonly name: string;
  /** Key of the manager. */
  readonly manager?: string;
  readonly site?: SiteName;
  readonly department?: string;
  readonly devices?: readonly DeviceKind[];
  /** Ways to sign in besides the password; the first is the default. */
  readonly methods?: readonly MethodName[];
  /** `none`: no cloud mailbox at all. */
  readonly mailbox?: "user" | "shared" | "none";
  readonly groups?: readonly string[];
  readonly roles?: readonly string[];
  /** Mastered in on-premises Active Directory. */
  readonly synced?: true;
  /** Somebody has blocked everything by hand already. */
  readonly lockedOut?: true;
  /** Object behind a shared mailbox or a room: no employment, no password that anybody knows. */
  readonly nobody?: "shared-mailbox" | "room";
  readonly guest?: true;
}

/** The domain of the company; `.example` is reserved, no mail can leave. */
export const domain = "kestrel.example";

/**
 * The company. The place in the list gives employee number and HR id (the first is E-1001 and 101), so new people go
 * to the end. Among those who leave in the demo, every kind of sign-in method is somebody's.
 */
export const company: readonly PersonSeed[] = [
  { key: "anna", name: "Anna Albrecht", manager: "maria", groups: ["sales", "berlin", "crm", "news", "m365-e5"] },
  {
    key: "ben",
    name: "Ben Okafor",
    manager: "oskar",
    site: "Dublin",
    methods: ["authenticator", "phone", "windows-hello", "email"],
  },
  {
    key: "clara",
    name: "Clara Nguyen",
    manager: "maria",
    site: "New York",
    methods: ["software-token", "phone", "security-key"],
  },
  { key: "dario", name: "Dario Conti", manager: "petra", site: "Wien" },
  { key: "erik", name: "Erik Sandberg", manager: "oskar", synced: true, devices: ["hybrid-laptop", "phone"] },
  // No role on purpose: nothing but Leaver's protected list stands between a termination and this account.
  { key: "freja", name: "Freja Notfall", department: "Emergency access", devices: ["phone"] },
  {
    key: "george",
    name: "George Mbeki",
    manager: "petra",
    site: "Pune",
    mailbox: "none",
    devices: ["phone"],
    methods: ["external", "phone"],
  },
  { key: "hanna", name: "Hanna Vogel", manager: "maria", lockedOut: true },
  { key: "ivan", name: "Ivan Petrov", manager: "oskar", department: "IT", roles: ["Exchange Administrator"] },
  {
    key: "julia",
    name: "Julia Roth",
    department: "Board",
    methods: ["authenticator", "platform-credential", "temporary-pass"],
  },
  { key: "leaver01", name: "Karl Lindqvist", manager: "maria", department: "Legal" },
  { key: "leaver02", name: "Lena O'Brien", manager: "oskar", site: "Dublin", department: "Customer service" },
  { key: "leaver03", name: "Milan Kovač", manager: "petra", site: "Wien" },
  { key: "leaver04", name: "Nadia Haddad", manager: "maria", site: "New York" },
  { key: "leaver05", name: "Olaf Brandt", manager: "oskar", devices: ["laptop"] },
  { key: "leaver06", name: "Priya Raman", manager: "petra", site: "Pune" },
  { key: "leaver07", name: "Quentin Duval", manager: "maria", devices: ["phone"] },
  { key: "leaver08", name: "Rosa Jiménez", manager: "oskar", devices: ["laptop", "phone", "private-laptop"] },
  { key: "leaver09", name: "Samir Aziz", manager: "petra", department: "Temporary work", devices: [] },
  { key: "leaver10", name: "Tilda Berg", manager: "maria", department: "Field service" },
  { key: "maria", name: "Maria Keller", manager: "julia", department: "Sales" },
  { key: "oskar", name: "Oskar Winter", manager: "julia", department: "IT", site: "Dublin" },
  { key: "petra", name: "Petra Moser", manager: "julia", department: "Operations", site: "Wien" },
  { key: "guest", name: "Gwen Visitor", guest: true, mailbox: "none", devices: [] },
  { key: "notices", name: "Leaver Notices", nobody: "shared-mailbox", mailbox: "shared", devices: [] },
  { key: "room", name: "Room Kestrel", nobody: "room", devices: [] },
];

/** Address of the shared mailbox that notices go out from. */
export const noticesAddress = `leaver-notices@${domain}`;

export const sites: Readonly<Record<SiteName, { country: string; code: string; timeZone?: string }>> = {
  Berlin: { country: "Germany", code: "DE", timeZone: "Europe/Berlin" },
  Dublin: { country: "Ireland", code: "IE", timeZone: "Europe/Dublin" },
  Wien: { country: "Austria", code: "AT", timeZone: "Europe/Vienna" },
  "New York": { country: "United States", code: "US", timeZone: "America/New_York" },
  // Without a zone: the policy has to know the site.
  Pune: { country: "India", code: "IN" },
};

const givenNames = ["Alma", "Bruno", "Cleo", "Dana", "Emil", "Fatou", "Gero", "Hugo", "Ines", "Jona"];
const surnames = ["Ahlers", "Bauer", "Costa", "Dietz", "Engel", "Falk", "Gruber", "Hansen", "Ito", "Jansen"];

/** Up to here generated people are all alike, so that measurements are of one kind of case. */
const alike = 1000;
const departments = ["Sales", "IT", "Operations", "Finance", "Legal", "Research", "Service"];
/** Not Pune, which has no zone. */
const generatedSites: readonly SiteName[] = ["Berlin", "Dublin", "Wien", "New York"];

/**
 * More ordinary people, for benchmarks and for size: keys `extra0001` and so on. Those after the first thousand have
 * managers among them, ten reports each at most, and differ in site, department, licences and where they are mastered.
 */
export function generatePeople(count: number): readonly PersonSeed[] {
  const managers = ["maria", "oskar", "petra"];
  return Array.from({ length: count }, (_, index) => {
    const number = numberOf(index);
    const given = givenNames[index % givenNames.length];
    const surname = surnames[Math.floor(index / givenNames.length) % surnames.length];
    const seed = { key: `extra${number}`, name: `${given} ${surname} ${number}` };
    const manager = managers[index % managers.length];
    return index < alike ? { ...seed, ...(manager && { manager }) } : { ...seed, ...variety(index) };
  });
}

function variety(index: number): Partial<PersonSeed> {
  const site = generatedSites[index % generatedSites.length];
  const department = departments[index % departments.length];
  return {
    manager: `extra${numberOf(Math.floor((index - alike) / 10))}`,
    ...(site && { site }),
    ...(department && { department }),
    ...(index % 5 === 0 && { groups: ["m365-e5"] }),
    ...(index % 10 === 0 && { synced: true, devices: ["hybrid-laptop", "phone"] }),
  };
}

const numberOf = (index: number): string => String(index + 1).padStart(4, "0");
