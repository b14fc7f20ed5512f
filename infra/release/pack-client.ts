/** `npm run client`: builds `@wayseal/client` and packs it to dist/, as a partner installs it. Publishes nothing. */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { readCommandLine } from "../command-line.ts"
import { projectFolder } from "../local/host-environment.ts"
import { packClient } from "./client-package.ts"

readCommandLine(
  `npm run client

Builds @wayseal/client and packs it to dist/, as a partner installs it. Publishes nothing.
`,
  {},
)

const folder = join(projectFolder, "dist")
mkdirSync(folder, { recursive: true })
console.log(await packClient(folder))
