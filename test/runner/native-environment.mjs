const environment = process.env

const { exit } = process

/**
 * The process that runs the suite. What a suite changes of its variables, folder, console and exit code is put back.
 * A suite cannot end the process: that would end the run, and look as if all had passed.
 */
export default class NativeEnvironment {
  /** Here jest puts what is for its own realms. */
  global = {}
  #globals
  #console
  #before

  constructor({ projectConfig }, { console }) {
    this.#globals = projectConfig.globals
    this.#console = console
  }

  setup() {
    const { exitCode } = process
    this.#before = { console: globalThis.console, exitCode, folder: process.cwd(), variables: { ...environment } }
    Object.assign(globalThis, this.#globals, { console: this.#console })
    // Jest's own way to write a stack looks for source maps, of which there are none, and takes an error's time.
    delete Error.prepareStackTrace
    process.exit = (code) => {
      throw new Error(`process.exit(${code ?? ""}) was called: run what ends the process in one of its own`)
    }
  }

  teardown() {
    if (this.#before === undefined) return
    process.exit = exit
    process.chdir(this.#before.folder)
    globalThis.console = this.#before.console
    process.exitCode = this.#before.exitCode
    process.env = environment
    for (const name of Object.keys(environment)) delete environment[name]
    Object.assign(environment, this.#before.variables)
  }

  getVmContext() {}
}
