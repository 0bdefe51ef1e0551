package larder.appliance.mesh.peer;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import larder.appliance.mesh.wire.Bytes;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.Limits;
import larder.appliance.mesh.wire.Message;
import larder.appliance.mesh.wire.MessageReader;
import larder.appliance.mesh.wire.MessageReader.Held;
import larder.appliance.mesh.wire.MessageWriter;
import larder.appliance.mesh.wire.WireException;
import larder.appliance.supervise.SupervisedTask;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;
import larder.appliance.supervise.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One link and its threads: a reader, which never writes and never calls out; a writer; one that
 * calls the handler; one that hands out requests to serve; one that watches for silence. When any
 * of them finds the connection broken, all end and everyone who waits fails.
 */
final class PeerConnection implements PeerLink {

  private static final Logger LOG = LoggerFactory.getLogger(PeerConnection.class);

  /** Messages read but not handled: index batches, so a few are enough and many are too much. */
  private static final int INBOX = 8;

  /** Longer than a sleeping disk needs to spin up, which is silence too. */
  private static final Duration SILENCE = Duration.ofSeconds(8);

  private static final int BUFFER_BYTES = 64 << 10;

  /** How long the other side may take to hang up after our last words. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  /** For the handler to come back from its last call; it is not interrupted, only left behind. */
  private static final Duration LAST_CALL = Duration.ofSeconds(30);

  private final Greeted greeted;
  private final PeerHandler handler;
  private final PeerTiming timing;
  private final SharedMemory memory;
  private final Ticker ticker;
  private final PendingRequests pending = new PendingRequests();
  private final Outbox outbox = new Outbox();
  private final BlockingQueue<Optional<Held>> inbox = new ArrayBlockingQueue<>(INBOX);
  private final ServedRequests served;
  private final CompletableFuture<String> ending = new CompletableFuture<>();
  private final CountDownLatch readerDone = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile Duration lastSent;
  private volatile Duration lastReceived;

  /** Since when an answer is waited for and nothing came. */
  private volatile Duration expectedSince;

  private volatile boolean opened;
  private volatile boolean useful;

  PeerConnection(Greeted greeted, LinkParts parts, Ticker ticker) {
    this.greeted = greeted;
    this.handler = parts.handler();
    this.timing = parts.timing();
    this.memory = parts.memory();
    this.served = new ServedRequests(this::serve, memory.serving());
    this.ticker = ticker;
    this.lastSent = ticker.now();
    this.lastReceived = lastSent;
    this.expectedSince = lastSent;
  }

  /** Carries the link until it is over, reading on this thread. @return why it ended */
  String run(Supervisor parent) throws InterruptedException {
    Supervisor threads = parent.child("link " + device().shortText());
    try {
      SupervisedTask calls = threads.start("calls", Verdict.end(), this::call);
      threads.start("writer", Verdict.end(), this::write);
      threads.start("watch", Verdict.end(), this::watch);
      SupervisedTask requests = threads.start("requests", Verdict.end(), () -> served.run(threads));
      read();
      dropUnhandled();
      inbox.put(Optional.empty());
      // The handler is not interrupted: that would close the files that it reads.
      requests.stop();
      requests.await(LAST_CALL);
      served.awaitIdle(LAST_CALL);
      calls.await(LAST_CALL);
    } finally {
      finish("this device stops");
      threads.close();
      dropUnhandled();
      over.countDown();
    }
    return reason();
  }

  /** What is not handled any more gives its memory back. */
  private void dropUnhandled() {
    List<Optional<Held>> unhandled = new ArrayList<>();
    inbox.drainTo(unhandled);
    unhandled.forEach(held -> held.ifPresent(Held::close));
  }

  /** Whether the other side let us in: it got as far as its ClusterConfig. */
  boolean wasUseful() {
    return useful;
  }

  /** Whether others than the handler may send: the ClusterConfig, which must be first, is out. */
  boolean isOpen() {
    return opened && !ending.isDone();
  }

  /** Whether both sides have said what they share, and it is not over. */
  boolean isInUse() {
    return useful && isOpen();
  }

  Greeted greeted() {
    return greeted;
  }

  /** Ends the link without a word to the other side. */
  void abort(String reason) {
    finish(reason);
  }

  /** Waits until the handler had its last call. @return false if it did not in time */
  boolean awaitOver(Duration timeout) throws InterruptedException {
    return over.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public DeviceId device() {
    return greeted.device();
  }

  @Override
  public String deviceName() {
    return HarmlessText.of(greeted.hello().deviceName(), 64);
  }

  @Override
  public String client() {
    return HarmlessText.of(
        greeted.hello().clientName() + " " + greeted.hello().clientVersion(), 64);
  }

  @Override
  public void send(Message message) throws IOException, InterruptedException {
    outbox.put(message, timing.deadAfter());
  }

  @Override
  public Bytes request(BlockRequest request, Duration timeout)
      throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    PendingRequests.Ticket ticket = pending.open();
    if (expectedSince.compareTo(lastReceived) <= 0) {
      expectedSince = ticker.now();
    }
    try {
      outbox.put(message(ticket.id(), request), timeout);
      Message.Response response =
          ticket.answer().get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (response.code() != Message.ErrorCode.NONE) {
        throw new RequestRefusedException(
            response.code(), "the device cannot serve the block: " + response.code());
      }
      return response.data();
    } catch (TimeoutException e) {
      giveUpIfSilent();
      throw new SocketTimeoutException("no answer within " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw new SocketException("the connection was lost before the answer came");
    } finally {
      pending.forget(ticket);
    }
  }

  @Override
  public void close(String reason) {
    if (!ending.isDone()) {
      sayGoodbye(reason, timing.closeGrace());
    }
    finish(reason);
  }

  private static Message.Request message(int id, BlockRequest request) {
    return new Message.Request(
        id,
        request.folder(),
        request.name(),
        request.offsetBytes(),
        request.sizeBytes(),
        request.hash(),
        request.blockNo(),
        request.weakHash(),
        request.fromTemporary());
  }

  /**
   * A network that went away without a word is noticed long before the kernel does, and a new
   * connection gets through sooner than the old one when it is back.
   */
  private void giveUpIfSilent() {
    boolean silent = lastReceived.compareTo(expectedSince) < 0;
    if (silent && ticker.now().minus(expectedSince).compareTo(SILENCE) >= 0) {
      finish("nothing came for " + SILENCE.toSeconds() + " s although it was asked");
    }
  }

  private String reason() {
    return ending.getNow("");
  }

  /** Everything ends here, once, whoever finds out first. */
  private void finish(String reason) {
    if (ending.complete(reason)) {
      // A device that does not let us in is dialled for ever; that is not worth a line each time.
      LOG.atLevel(useful ? Level.INFO : Level.DEBUG)
          .log("{} gone: {}", device().shortText(), reason);
    }
    pending.close();
    outbox.close();
    // The TCP connection, not TLS on it: closing that would wait for a writer that is stuck.
    Greeter.closeQuietly(greeted.raw());
  }

  /** Sends our last words, then gives the other side a moment to hang up, so that it reads them. */
  private void sayGoodbye(String reason, Duration grace) {
    try {
      Outbox.Letter letter = outbox.put(new Message.Close(reason), grace);
      letter.sent().get(grace.toNanos(), TimeUnit.NANOSECONDS);
      readerDone.await(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | ExecutionException | TimeoutException e) {
      LOG.debug("{} did not take our last words", device().shortText(), e);
    }
  }

  private void read() throws InterruptedException {
    String reason;
    try {
      reason = readMessages();
    } catch (WireException e) {
      reason = "protocol error: " + e.getMessage();
      LOG.warn("{} broke the protocol: {}", device().shortText(), e.getMessage());
      sayGoodbyeFromReader(reason);
    } catch (EOFException e) {
      reason = "the device hung up";
    } catch (IOException e) {
      reason = "connection lost: " + HarmlessText.of(String.valueOf(e.getMessage()), 200);
    } finally {
      readerDone.countDown();
    }
    finish(reason);
  }

  private void sayGoodbyeFromReader(String reason) {
    readerDone.countDown();
    sayGoodbye(reason, FAREWELL);
  }

  private String readMessages() throws IOException, InterruptedException {
    MessageReader in =
        new MessageReader(
            new BufferedInputStream(
                new HeardStream(greeted.tls().getInputStream(), () -> lastReceived = ticker.now()),
                BUFFER_BYTES),
            memory.reading());
    Optional<String> end = Optional.empty();
    long leftOut = 0;
    while (end.isEmpty()) {
      Held held = in.readHeld();
      leftOut = sayLeftOut(in, leftOut);
      boolean kept = false;
      try {
        end = lastWords(held.message());
        kept = end.isEmpty() && sort(held);
      } finally {
        if (!kept) {
          held.close();
        }
      }
    }
    return end.get();
  }

  private long sayLeftOut(MessageReader in, long said) {
    if (in.leftOut() > said) {
      LOG.warn(
          "{} announces {} more files in too many blocks to be kept here; its others are taken",
          device().shortText(),
          in.leftOut() - said);
    }
    return in.leftOut();
  }

  /** Why the link ends, if {@code message} ends it. */
  private Optional<String> lastWords(Message message) throws WireException {
    if (message instanceof Message.Close close) {
      return Optional.of(
          "the device closed the connection: " + HarmlessText.of(close.reason(), 200));
    }
    if (!useful && !(message instanceof Message.ClusterConfig)) {
      throw new WireException("first message is not a ClusterConfig");
    }
    noteUseful();
    return Optional.empty();
  }

  private void noteUseful() {
    if (!useful) {
      useful = true;
      LOG.info("{} connected: {} at {}", device().shortText(), client(), greeted.remote());
    }
  }

  /** Passes a message on. @return whether the inbox holds it now */
  private boolean sort(Held held) throws InterruptedException {
    switch (held.message()) {
      case Message.Response response -> pending.answer(response);
      case Message.Request request -> served.add(request);
      case Message.ClusterConfig config when config.secondary() ->
          LOG.debug("{} opened a second connection; its folders are on the first", client());
      case Message.ClusterConfig _,
          Message.Index _,
          Message.IndexUpdate _,
          Message.DownloadProgress _ -> {
        inbox.put(Optional.of(held));
        return true;
      }
      case Message.Ping _, Message.Close _, Message.Ignored _ ->
          LOG.trace("{} from {}", held.message(), device().shortText());
    }
    return false;
  }

  private void write() throws InterruptedException {
    try {
      BufferedOutputStream out =
          new BufferedOutputStream(greeted.tls().getOutputStream(), BUFFER_BYTES);
      MessageWriter writer = new MessageWriter(out);
      while (true) {
        write(outbox.take(), writer, out);
      }
    } catch (IOException e) {
      finish("connection lost: " + HarmlessText.of(String.valueOf(e.getMessage()), 200));
    }
  }

  private void write(Outbox.Letter letter, MessageWriter writer, BufferedOutputStream out)
      throws IOException {
    try {
      writer.write(letter.message());
      if (outbox.isEmpty() || letter.message() instanceof Message.Close) {
        out.flush();
      }
      lastSent = ticker.now();
      letter.sent().complete(null);
    } finally {
      letter.sent().completeExceptionally(new SocketException("the message was not sent"));
    }
  }

  /** The handler's calls, one after the other. */
  private void call() throws InterruptedException {
    guarded(() -> handler.onOpen(this));
    opened = true;
    Optional<Held> next = inbox.take();
    while (next.isPresent()) {
      try (Held held = next.get()) {
        guarded(() -> handler.onMessage(this, held.message()));
      }
      next = inbox.take();
    }
    handler.onClosed(this, reason());
  }

  /** Task boundary: one link that the handler fails on must not take the others with it. */
  private void guarded(Runnable call) {
    if (ending.isDone()) {
      return;
    }
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.error("link to {} cannot go on", device().shortText(), e);
      finish("an error in this device's program");
    }
  }

  private void serve(Message.Request request) {
    try {
      Outbox.Letter letter = outbox.put(answer(request), timing.deadAfter());
      letter.sent().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | ExecutionException e) {
      LOG.debug("answer to {} was not sent", device().shortText(), e);
    }
  }

  private Message.Response answer(Message.Request request) {
    boolean sane =
        request.sizeBytes() >= 0
            && request.sizeBytes() <= Limits.BLOCK_BYTES
            && request.offsetBytes() >= 0;
    if (!sane || ending.isDone()) {
      return new Message.Response(request.id(), Bytes.EMPTY, Message.ErrorCode.NO_SUCH_FILE);
    }
    try {
      return handler.onRequest(this, request);
    } catch (RuntimeException e) {
      // Task boundary: the peer gets an answer, whatever went wrong here.
      LOG.error("a request of {} could not be served", device().shortText(), e);
      return new Message.Response(request.id(), Bytes.EMPTY, Message.ErrorCode.GENERIC);
    }
  }

  /** Pings when we have been silent, gives up when they have; sleeps until either may be due. */
  private void watch() throws InterruptedException {
    try {
      while (true) {
        Duration now = ticker.now();
        Duration toPing = timing.pingAfter().minus(now.minus(lastSent));
        Duration toGiveUp = timing.deadAfter().minus(now.minus(lastReceived));
        if (toGiveUp.isNegative() || toGiveUp.isZero()) {
          finish("nothing heard for " + timing.deadAfter().toSeconds() + " s");
          return;
        }
        if (toPing.isNegative() || toPing.isZero()) {
          ping(toGiveUp);
        } else {
          ticker.sleep(toPing.compareTo(toGiveUp) < 0 ? toPing : toGiveUp);
        }
      }
    } catch (IOException e) {
      finish("connection lost: " + HarmlessText.of(String.valueOf(e.getMessage()), 200));
    }
  }

  /** Sends a ping and waits for it to leave; if it does not, the device does not read. */
  private void ping(Duration patience) throws IOException, InterruptedException {
    try {
      Outbox.Letter letter = outbox.put(new Message.Ping(), patience);
      letter.sent().get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("the device does not read what it is sent");
    } catch (ExecutionException e) {
      throw new SocketException("the connection is closed");
    }
  }
}
