package larder.media.cache;

/** Why a chunk wants to come into the cache. */
public enum Purpose {
  /** Somebody watches it: may push out whatever nobody watches. */
  DEMAND,
  /** It is stocked ahead: never pushes out another content that is wanted. */
  STOCK
}
