import { type Cmdlets, refuseOthers } from "./cmdlet.ts";

/** What holds for all mailboxes. */
export const organisationCmdlets: Cmdlets = {
  "get-organizationconfig": (state, parameters) => {
    refuseOthers(state, parameters, []);
    return { value: [{ Name: "kestrel.example", InPlaceHolds: state.exchange.organisationHolds }] };
  },
  "get-accepteddomain": (state, parameters) => {
    refuseOthers(state, parameters, ["ResultSize"]);
    const value = state.exchange.acceptedDomains.map((name) => ({
      Identity: name,
      Name: name,
      DomainName: name,
      DomainType: "Authoritative",
    }));
    return { value };
  },
};
