import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { noticeBook } from "../functions/settings/notices.ts";
import { SettingError } from "../functions/settings/require.ts";
import { Language } from "../shared/notices/language.ts";
import { builtInFiles } from "../shared/notices/texts/built-in-files.ts";
import { samplesPage } from "./tenant/control/samples-page.ts";

const program = new Command("npm run notices --").description("Looks after a folder of your own texts for notices.");

program
  .command("copy")
  .description("Write built-in texts into a folder, to start from. Files that are there already stay.")
  .argument("<folder>")
  .argument("<file...>", "for example custodian-second.de.txt, or layout.html")
  .action((folder: string, files: readonly string[]) => {
    mkdirSync(folder, { recursive: true });
    const there = readdirSync(folder);
    for (const file of files) {
      const text = builtInFiles.get(file);
      if (text === undefined) stop(`There is no text ${file}: ${[...builtInFiles.keys()].join(" ")}`);
      else if (there.includes(file)) console.log(`${file} is there already`);
      else writeFileSync(join(folder, file), text);
    }
  });

program
  .command("check")
  .description("Say, with file and line, what keeps the app from starting with this folder.")
  .argument("<folder>")
  .action((folder: string) => {
    bookOf(folder);
    console.log(`${folder}: the app starts with it`);
  });

program
  .command("preview")
  .description("Write one page for each language, with a sample of every notice as this folder makes it.")
  .argument("<folder>")
  .argument("<pages>", "the folder for the pages")
  .action((folder: string, pages: string) => {
    const book = bookOf(folder);
    mkdirSync(pages, { recursive: true });
    const address = (language: Language) => `${language}.html`;
    for (const language of Language.options)
      writeFileSync(join(pages, address(language)), samplesPage({ language, address, book }));
  });

program.parse();

function bookOf(folder: string) {
  try {
    return noticeBook({ NOTICE_TEMPLATES: folder });
  } catch (error) {
    if (error instanceof SettingError) return stop(error.message.replaceAll("; ", "\n"));
    throw error;
  }
}

function stop(because: string): never {
  console.error(because);
  process.exit(1);
}
