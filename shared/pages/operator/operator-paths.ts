/** Where the operator's page is on the hub's host. */
export const hubPath = "/hub"

export const operatorSignInPath = `${hubPath}/sign-in`
/** Where the provider sends operators back to. */
export const operatorSignedInPath = `${hubPath}/signed-in`
export const operatorSignOutPath = `${hubPath}/sign-out`
