/** Paths of the calls whose signature the timeline keeps. */
const actPath = /^\/v1\/cases\/[^/]+\/(acknowledgements|duties\/[^/]+|measures|facts|receipts|accesses|closing)$/

/** Whether a request is an act in a case that its party can sign. @param path without the query */
export const isActOfCase = (method: string, path: string): boolean => method === "POST" && actPath.test(path)
