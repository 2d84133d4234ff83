/** How many objects a search found in all, asked only when somebody wants `total_count`. */
export const searchTotals = new WeakMap<object, () => Promise<number>>()
