/** A seed that nobody chose: 31 random bits. */
export function randomSeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}
