// Every entry script imports this first. It is written so that old versions of Node can read it.
const oldest = 20;
const version = process.versions.node;

if (Number(version.split(".")[0]) < oldest) {
  console.error(`paperlab needs Node ${oldest} or newer, this is Node ${version} (${process.execPath}).`);
  console.error(
    `Install Node ${oldest} or 22 (https://nodejs.org, or "nvm install 22") and run the same command again.`,
  );
  process.exit(1);
}
