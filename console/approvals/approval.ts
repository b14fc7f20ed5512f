import type { paths } from "../../client/api/generated/paths.ts"

type Answer = paths["/v1/cases/{caseAlias}/approvals"]["get"]["responses"]["200"]["content"]["application/json"]

/** An action that waits for a second person. */
export type Approval = Answer["approvals"][number]
