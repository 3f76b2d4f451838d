/** Numbers that no code carries, or that come later, with the reason. Each group is one sentence of docs/requirements.md. */
export const elsewhere: readonly { readonly because: string; readonly numbers: readonly string[] }[] = [
  {
    because: "What happens after the deletion, and the way back, is not built yet",
    numbers: [
      ...["REQ-34", "REQ-36", "REQ-37", "REQ-38", "REQ-41", "REQ-42", "REQ-43", "REQ-44", "REQ-45", "REQ-46", "REQ-47"],
      ...[
        "REQ-48",
        "REQ-49",
        "REQ-50",
        "REQ-51",
        "REQ-55",
        "REQ-59",
        "REQ-64",
        "REQ-65",
        "REQ-66",
        "REQ-67",
        "REQ-68",
        "REQ-69",
      ],
      ...["FACT-04", "FACT-08", "FACT-10", "FACT-16", "FACT-17", "FACT-19"],
      ...["R-07", "R-08", "R-63", "R-64", "R-65", "R-66", "R-67", "R-68", "R-69", "R-70"],
    ],
  },
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
    because: "Deployment and texts by cloud come with the way into a real subscription",
    numbers: ["REQ-63", "REQ-70", "REQ-71", "FACT-13"],
  },
];
