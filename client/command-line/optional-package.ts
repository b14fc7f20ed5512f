/**
 * Loads a package that only some need, and that a partner installs beside this one.
 *
 * @param load imports it
 * @throws Error that says what to install, when it is not there
 */
export async function optionalPackage<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load()
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND")
      throw new Error(`This takes the package ${name}. Install it: npm install ${name}`)
    throw error
  }
}
