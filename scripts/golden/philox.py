"""Philox4x32-10 and the shuffle that Minibatch makes of it, so that Keras can be given the same order."""

MASK = 0xFFFFFFFF


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & MASK, (p0 >> 32) ^ c[3] ^ k[1], p0 & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c


def permutation(samples, seed, epoch):
    """Fisher and Yates's shuffle; swap i uses words 2i and 2i + 1 of the counters (block, 0, epoch, 1 << 24)."""
    key = [seed & MASK, (seed >> 32) & MASK]
    order = list(range(samples))
    for i in range(samples - 1, 0, -1):
        block = philox([i >> 1, 0, epoch, 1 << 24], key)
        a, b = block[2 * i & 3], block[(2 * i + 1) & 3]
        j = int(((a >> 5) * 2**26 + (b >> 6)) / 2**53 * (i + 1))
        order[i], order[j] = order[j], order[i]
    return order


assert philox([0] * 4, [0] * 2) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
