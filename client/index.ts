/** What `@wayseal/client` gives to a program. */
export { KeyUnreadable, type PrivateKey, privateKey, readPrivateKey } from "./tokens/private-key.ts"
export { signToken, type TokenOptions, type TokenSource, tokenSource } from "./tokens/sign-token.ts"
