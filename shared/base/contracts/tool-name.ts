const observed = "observed:"

/** The name of a carrier's own tracking tool. */
export function toolOf(carrierId: string): string {
  return `${observed}${carrierId}`
}

/** The id of the carrier that runs a tool; undefined for the hub's own tool. */
export function operatorOf(tool: string): string | undefined {
  return tool.startsWith(observed) ? tool.slice(observed.length) : undefined
}
