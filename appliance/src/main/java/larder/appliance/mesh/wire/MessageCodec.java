package larder.appliance.mesh.wire;

import java.io.IOException;
import java.util.List;

/** The messages' bodies, without their frames. */
final class MessageCodec {

  static final int CLUSTER_CONFIG = 0;
  static final int INDEX = 1;
  static final int INDEX_UPDATE = 2;
  static final int REQUEST = 3;
  static final int RESPONSE = 4;
  static final int DOWNLOAD_PROGRESS = 5;
  static final int PING = 6;
  static final int CLOSE = 7;

  private static final int HASH_BYTES = 32;

  private MessageCodec() {}

  /** Whether a message of {@code type} means anything to this device. */
  static boolean understands(int type) {
    return type >= CLUSTER_CONFIG && type <= CLOSE;
  }

  /** How many bytes a message of {@code type} may have. */
  static int limitBytes(int type) {
    return switch (type) {
      case REQUEST, PING, CLOSE -> Limits.SMALL_MESSAGE_BYTES;
      case RESPONSE -> Limits.RESPONSE_BYTES;
      case CLUSTER_CONFIG -> Limits.CLUSTER_CONFIG_BYTES;
      default -> Limits.MESSAGE_BYTES;
    };
  }

  /** Whether a message of {@code type} is read in parts. */
  static boolean isIndex(int type) {
    return type == INDEX || type == INDEX_UPDATE;
  }

  /** Decodes a body whose type {@link #understands} accepts, and that is no index or response. */
  static Message decode(int type, byte[] body) throws WireException {
    ProtoReader in = new ProtoReader(body);
    return switch (type) {
      case CLUSTER_CONFIG -> ClusterConfigCodec.decode(in);
      case REQUEST -> request(in);
      case DOWNLOAD_PROGRESS -> ProgressCodec.decode(in);
      case PING -> new Message.Ping();
      case CLOSE -> close(in);
      default -> throw new WireException("message of type " + type);
    };
  }

  static int type(Message message) {
    return switch (message) {
      case Message.ClusterConfig _ -> CLUSTER_CONFIG;
      case Message.Index _ -> INDEX;
      case Message.IndexUpdate _ -> INDEX_UPDATE;
      case Message.Request _ -> REQUEST;
      case Message.Response _ -> RESPONSE;
      case Message.DownloadProgress _ -> DOWNLOAD_PROGRESS;
      case Message.Ping _ -> PING;
      case Message.Close _ -> CLOSE;
      case Message.Ignored ignored ->
          throw new IllegalArgumentException("not to be sent: type " + ignored.type());
    };
  }

  static byte[] encode(Message message) {
    return switch (message) {
      case Message.ClusterConfig config -> ClusterConfigCodec.encode(config);
      case Message.Index index -> encodeFiles(index.folder(), index.files());
      case Message.IndexUpdate update -> encodeFiles(update.folder(), update.files());
      case Message.Request request -> encodeRequest(request);
      case Message.Response response -> encodeResponse(response);
      case Message.DownloadProgress progress -> ProgressCodec.encode(progress);
      case Message.Ping _ -> new byte[0];
      case Message.Close close -> new ProtoWriter(64).text(1, close.reason()).toBytes();
      case Message.Ignored ignored ->
          throw new IllegalArgumentException("not to be sent: type " + ignored.type());
    };
  }

  private static byte[] encodeFiles(String folder, List<FileInfo> files) {
    ProtoWriter out = new ProtoWriter(1024).text(1, folder);
    for (FileInfo file : files) {
      out.message(2, entry -> FileInfoCodec.encode(entry, file));
    }
    return out.varint(3, files.isEmpty() ? 0 : files.getLast().sequence()).toBytes();
  }

  private static Message.Request request(ProtoReader in) throws WireException {
    int id = 0;
    String folder = "";
    String name = "";
    long offset = 0;
    int size = 0;
    Bytes hash = Bytes.EMPTY;
    int blockNo = 0;
    int weakHash = 0;
    boolean fromTemporary = false;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.int32();
        case 2 -> folder = in.text(Limits.TEXT_BYTES);
        case 3 -> name = in.text(Limits.NAME_BYTES);
        case 4 -> offset = in.varint();
        case 5 -> size = in.int32();
        case 6 -> hash = Bytes.wrap(in.bytes(HASH_BYTES));
        case 7 -> fromTemporary = in.bool();
        case 8 -> weakHash = in.int32();
        case 9 -> blockNo = in.int32();
        default -> in.skip();
      }
    }
    return new Message.Request(
        id, folder, name, offset, size, hash, blockNo, weakHash, fromTemporary);
  }

  private static byte[] encodeRequest(Message.Request request) {
    return new ProtoWriter(256)
        .varint(1, request.id())
        .text(2, request.folder())
        .text(3, request.name())
        .varint(4, request.offsetBytes())
        .varint(5, request.sizeBytes())
        .bytes(6, request.hash().array())
        .bool(7, request.fromTemporary())
        .varint(8, Integer.toUnsignedLong(request.weakHash()))
        .varint(9, request.blockNo())
        .toBytes();
  }

  /** Decodes a response as it comes, so that its block is never copied. */
  static Message.Response response(ProtoStream in) throws IOException {
    int id = 0;
    Bytes data = Bytes.EMPTY;
    Message.ErrorCode code = Message.ErrorCode.NONE;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.int32();
        case 2 -> data = Bytes.wrap(in.bytes(in.length(Limits.BLOCK_BYTES)));
        case 3 -> code = code(in.int32());
        default -> in.skip();
      }
    }
    return new Message.Response(id, data, code);
  }

  private static byte[] encodeResponse(Message.Response response) {
    // Room for all of it at once: a block is not copied twice.
    return new ProtoWriter(response.data().length() + 40)
        .varint(1, response.id())
        .bytes(2, response.data().array())
        .varint(3, number(response.code()))
        .toBytes();
  }

  private static Message.ErrorCode code(int number) {
    return switch (number) {
      case 0 -> Message.ErrorCode.NONE;
      case 2 -> Message.ErrorCode.NO_SUCH_FILE;
      case 3 -> Message.ErrorCode.INVALID_FILE;
      default -> Message.ErrorCode.GENERIC;
    };
  }

  private static int number(Message.ErrorCode code) {
    return switch (code) {
      case NONE -> 0;
      case GENERIC -> 1;
      case NO_SUCH_FILE -> 2;
      case INVALID_FILE -> 3;
    };
  }

  private static Message.Close close(ProtoReader in) throws WireException {
    String reason = "";
    while (in.next()) {
      if (in.field() == 1) {
        reason = in.text(Limits.SMALL_MESSAGE_BYTES);
      } else {
        in.skip();
      }
    }
    return new Message.Close(reason);
  }
}
