import type { TrackingAccess } from "../../../shared/base/contracts/tracking-accessed.ts"

/** An access and the line that it comes from. */
export type LineAccess = { readonly access: TrackingAccess; readonly line: number }
