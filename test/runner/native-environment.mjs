const environment = process.env

/** The process that runs the suite. What a suite changes of its variables, console and exit code is put back. */
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
    this.#before = { console: globalThis.console, exitCode: process.exitCode, variables: { ...environment } }
    Object.assign(globalThis, this.#globals, { console: this.#console })
  }

  teardown() {
    if (this.#before === undefined) return
    globalThis.console = this.#before.console
    process.exitCode = this.#before.exitCode
    process.env = environment
    for (const name of Object.keys(environment)) delete environment[name]
    Object.assign(environment, this.#before.variables)
  }

  getVmContext() {}
}
