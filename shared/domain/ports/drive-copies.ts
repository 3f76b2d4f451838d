/** A file or folder. */
export interface DriveItem {
  readonly id: string;
  /** Says what is in it: never logged, never put on the ledger. */
  readonly name: string;
  /** Of a folder: all that is in it. */
  readonly bytes: number;
  readonly folder: boolean;
  /** Files and folders directly in a folder; 0 for a file. */
  readonly children: number;
}

/** A folder of a document library; `root` is its top. */
export interface Folder {
  readonly driveId: string;
  readonly id: string;
}

/** How far a copy is. `code` is the service's name for the reason. */
export type CopyProgress =
  | { readonly kind: "running"; readonly percent: number }
  | { readonly kind: "copied" }
  | { readonly kind: "name-taken" }
  /** It ended with an error: a part of it may have been copied. */
  | { readonly kind: "failed"; readonly code: string }
  /** The service does not know the copy any more. */
  | { readonly kind: "forgotten" };

/** Copies between document libraries, which the service makes by and by. Same errors as `Directory`. */
export interface DriveCopies {
  /** Everything directly in a folder. @throws {NotFoundError} there is no such folder any more */
  children(folder: Folder): Promise<readonly DriveItem[]>;
  /** The folder at a path of names. @returns undefined when there is none */
  folderAt(driveId: string, names: readonly string[]): Promise<Folder | undefined>;
  /** A new folder, or the one that has this name already. */
  makeFolder(parent: Folder, name: string): Promise<Folder>;
  /**
   * Begins to copy one file, or one folder with all that is in it, at most 30,000 files and folders. Never replaces.
   *
   * @param address of the source's site, which the service's word for the copy is freed of
   * @returns what the copy is asked about by; `name-taken`: something there has the name already
   */
  start(item: { driveId: string; id: string; address: string }, to: Folder): Promise<string | "name-taken">;
  /** @param copy what `start` returned */
  progress(copy: string, address: string): Promise<CopyProgress>;
}
