import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("R-46, REQ-49: no code of the product names a call that deletes a SharePoint user profile", () => {
  const root = new URL("../../../", import.meta.url);
  const files = globSync(["functions/**/*.ts", "shared/**/*.ts"], { cwd: root });

  expect(files.length).toBeGreaterThan(100);
  for (const file of files) {
    const source = readFileSync(new URL(file, root), "utf8");
    // PeopleManager, UserProfileService.asmx, Remove-SPOUserProfile, DeleteUserProfile, RemoveUserProfile.
    expect(source, file).not.toMatch(
      /UserProfile(Service|Manager)?\b|PeopleManager|SP\.UserProfiles|(Remove|Delete)\w*Profile/i,
    );
  }
});
