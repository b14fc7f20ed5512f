import { deployedResource, isDeployed } from "../../base/platform/deployed-resources.ts"
import type { CaseLinks } from "./mail-reader.ts"

/** Where the mails of this deployment lead. */
export function deployedCaseLinks(): CaseLinks {
  return {
    apiUrl: deployedResource("apiUrl"),
    ...(isDeployed("consoleUrl") ? { consoleUrl: deployedResource("consoleUrl") } : {}),
  }
}
