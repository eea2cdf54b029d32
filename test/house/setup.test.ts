import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diagnose } from "../../scripts/setup/diagnose.mjs";
import { isMadeHere } from "../../scripts/setup/jupyter.mjs";
import { makePlaceForPackages } from "../../scripts/setup/prepare.mjs";

// What npm 11 wrote on a machine where that was missing, shortened.
const outputs = {
  registry: `npm error code ECONNREFUSED
npm error FetchError: request to http://127.0.0.1:9/zeromq failed, reason: connect ECONNREFUSED 127.0.0.1:9
npm error If you are behind a proxy, please make sure that the 'proxy' config is set properly.  See: 'npm help config'`,
  headers: `npm error prebuild-install warn install getaddrinfo ENOTFOUND github.com
npm error gyp http GET https://nodejs.org/download/release/v22.23.3/node-v22.23.3-headers.tar.gz
npm error gyp WARN install got an error, rolling back install
npm error gyp ERR! configure error
npm error gyp ERR! stack Error: This is most likely not a problem with node-gyp or the package itself and
npm error gyp ERR! stack is related to network connectivity. In most cases you are behind a proxy or have bad`,
  python: `npm error prebuild-install warn install getaddrinfo ENOTFOUND github.com
npm error gyp ERR! find Python You need to install the latest version of Python.
npm error gyp ERR! configure error
npm error gyp ERR! stack Error: Could not find any Python installation to use`,
  make: `npm error prebuild-install warn install getaddrinfo ENOTFOUND github.com
npm error gyp ERR! build error
npm error gyp ERR! stack Error: not found: make`,
  compiler: `npm error prebuild-install warn install getaddrinfo ENOTFOUND github.com
npm error make: g++: No such file or directory
npm error gyp ERR! build error
npm error gyp ERR! stack Error: \`make\` failed with exit code: 2`,
  lock: `npm error code EUSAGE
npm error \`npm ci\` can only install packages when your package.json and package-lock.json are in sync.`,
  space: "npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write",
};

describe("a failed installation", () => {
  const said: [keyof typeof outputs, RegExp][] = [
    ["registry", /cannot reach a package registry[\s\S]*npm config get registry/],
    ["headers", /Node's headers[\s\S]*apt-get install libnode-dev[\s\S]*dnf install nodejs-devel/],
    ["python", /sqlite3 has to be compiled[\s\S]*apt-get install build-essential python3[\s\S]*xcode-select --install/],
    ["make", /sqlite3 has to be compiled[\s\S]*dnf install gcc-c\+\+ make python3/],
    ["compiler", /sqlite3 has to be compiled[\s\S]*apt-get install build-essential/],
    ["lock", /do not fit together[\s\S]*npm install/],
    ["space", /disk is full/],
  ];
  for (const [missing, cure] of said)
    it(`names what is missing and the cure: ${missing}`, () => assert.match(diagnose(outputs[missing]), cure));

  it("is called just that when the reason is not known", () => {
    assert.equal(diagnose("npm error something new"), "npm could not install the packages.");
  });
});

describe("a project that is set up", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "paperlab-setup-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("knows an environment that came with a copy, or from before it was noted where one was made", () => {
    const [here, copy, old] = ["here", "copy", "old"].map((name) => join(folder, name));
    mkdirSync(here);
    writeFileSync(join(here, "paperlab-place"), here);
    cpSync(here, copy, { recursive: true });
    mkdirSync(old);
    assert.deepEqual([here, copy, old].map(isMadeHere), [true, false, false]);
  });

  it("has a place for packages of one's own, which stays as it is", () => {
    const file = join(folder, "package.json");
    makePlaceForPackages(folder);
    assert.equal(JSON.parse(readFileSync(file, "utf8")).private, true);
    writeFileSync(file, '{ "dependencies": {} }');
    makePlaceForPackages(folder);
    assert.equal(readFileSync(file, "utf8"), '{ "dependencies": {} }');
  });
});
