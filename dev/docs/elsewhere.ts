/** Numbers that no code carries, or that come later, with the reason. Each group is one sentence of docs/requirements.md. */
export const elsewhere: readonly { readonly because: string; readonly numbers: readonly string[] }[] = [
  {
    because: "A fact about the services that shapes the design and asks for no code of its own",
    numbers: [
      "REQ-03",
      "REQ-04",
      "REQ-05",
      "REQ-10",
      "REQ-15",
      "REQ-54",
      "REQ-60",
      "REQ-62",
      "FACT-02",
      "FACT-06",
      "FACT-07",
      "FACT-12",
      "R-18",
    ],
  },
  {
    because: "Deployment, and texts by cloud: docs/deploy.md and the table of clouds",
    numbers: ["REQ-63", "REQ-70", "REQ-71", "FACT-13"],
  },
];
