/** Said of a key that has a private part. */
export const privateKeyGiven = "a private key must not be in here. Leave out d, and make a new key"
