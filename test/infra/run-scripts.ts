/**
 * Runs scripts of package.json one after the other with the same arguments, each until it ends the process, and prints
 * what each said. One process for all reads what they import once.
 */
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import * as z from "zod"

/** What a script throws here in place of ending the process. */
class Ended extends Error {
  readonly status: unknown
  constructor(status: unknown) {
    super("the script ended")
    this.status = status
  }
}

const [files = "", ...args] = process.argv.slice(2)
const print = process.stdout.write.bind(process.stdout)
const ran: { status: unknown; stdout: string; stderr: string }[] = []
Object.assign(process, {
  exit: (status: unknown) => {
    throw new Ended(status)
  },
})
for (const file of z.array(z.string()).parse(JSON.parse(files))) {
  const said = { status: undefined as unknown, stdout: "", stderr: "" }
  process.argv = [process.execPath, resolve(file), ...args]
  for (const name of ["stdout", "stderr"] as const)
    process[name].write = (text: unknown) => {
      said[name] += String(text)
      return true
    }
  try {
    await import(pathToFileURL(resolve(file)).href)
  } catch (error) {
    said.status = error instanceof Ended ? error.status : String(error)
  }
  ran.push(said)
}
print(JSON.stringify(ran))
