#!/usr/bin/env node
/** `npx wayseal <command>` in a folder where `@wayseal/client` is installed. */
import { runProgram } from "../command-line/run-program.ts"
import { partnerProgram } from "../commands/partner-program.ts"

await runProgram(partnerProgram())
