/** `npx wayseal <command>` in a clone of the project. */
import { runProgram } from "../../client/command-line/run-program.ts"
import { waysealProgram } from "./wayseal-program.ts"

await runProgram(waysealProgram())
