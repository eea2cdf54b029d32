import { protocolVersion } from "./message";

/** Returns the kernel's description of itself. */
export function kernelInfo(version: string, typescript: string): object {
  return {
    status: "ok",
    protocol_version: protocolVersion,
    implementation: "paperlab",
    implementation_version: version,
    language_info: {
      name: "typescript",
      version: typescript,
      mimetype: "text/typescript",
      file_extension: ".ts",
      codemirror_mode: "typescript",
      pygments_lexer: "typescript",
      nbconvert_exporter: "script",
    },
    banner: `paperlab ${version}: a paper-trading laboratory. TypeScript ${typescript}, Node ${process.versions.node}`,
    help_links: [],
    debugger: false,
  };
}
