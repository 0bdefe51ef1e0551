package larder.appliance.mesh.index;

/**
 * How far an index of a folder is known.
 *
 * @param indexId names the line of sequences; 0 for none
 * @param maxSequence the highest sequence known, zero or more
 */
record IndexPosition(long indexId, long maxSequence) {

  static final IndexPosition NONE = new IndexPosition(0, 0);
}
