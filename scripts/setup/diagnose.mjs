import { compilerCure, headersCure } from "./compiler.mjs";

/** What the output of a failed `npm ci` may contain, and what to say then. The first match counts. */
const known = [
  {
    sign: /code EUSAGE/,
    says: "package.json and package-lock.json do not fit together. Run `npm install` and commit the lock file.",
  },
  {
    sign: /ENOSPC/,
    says: "The disk is full: the packages take about 1.2 GB. Free some space and run the same command again.",
  },
  {
    sign: /code EACCES/,
    says: "A file or folder cannot be written to; its name is below. Give yourself access and run the same command again.",
  },
  {
    sign: /code EINTEGRITY/,
    says: "A downloaded package is damaged. Run `npm cache clean --force`, then the same command again.",
  },
  {
    sign: /Could not find any Python installation|not found: make|make: (\S*(g\+\+|c\+\+|cc)): .*(No such file|not found)/,
    says: `The package sqlite3 has to be compiled here, and a tool for that is missing.\n${compilerCure}`,
  },
  {
    sign: /gyp ERR! [\s\S]*related to network connectivity|gyp http GET [\s\S]*headers[\s\S]*gyp ERR! configure error/,
    says: `The package sqlite3 has to be compiled here, and Node's headers are neither beside this Node nor can they be downloaded.\n${headersCure}`,
  },
  { sign: /gyp ERR!/, says: "The package sqlite3 could not be compiled here." },
  {
    sign: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|network (connectivity|request)/,
    says: "npm cannot reach a package registry.\nCheck the network, `npm config get registry` and `npm config get proxy`, and run the same command again.",
  },
];

/** Says in plain words why `npm ci` failed, and how to fix it, from its output. */
export function diagnose(output) {
  return known.find(({ sign }) => sign.test(output))?.says ?? "npm could not install the packages.";
}
