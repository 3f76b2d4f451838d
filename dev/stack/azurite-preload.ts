// Loaded into Azurite with --import: it ends when the stack lets go of it, or has died. SIGINT is what Azurite closes
// at with its data written; SIGTERM would drop the last seconds.
process.on("disconnect", () => process.kill(process.pid, "SIGINT"));
