package dev.headrace.pgwire;

import com.sun.management.OperatingSystemMXBean;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.pgwire.codec.MessageInput;
import dev.headrace.pgwire.codec.MessageOutput;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares ways to serve hot point lookups: blocking sockets on platform and on virtual threads,
 * and Netty's event loops, on which the same {@link MessageLoop} runs, either in the loop itself
 * or, as statements that block would need it, on an executor behind it. Not a test: run {@code
 * main}; {@code TRANSPORT.md} says how and holds results.
 *
 * <p>Clients are threads of this process that send one request at a time and count bytes. CPU per
 * request is the process's time minus the clients'.
 */
final class TransportBenchmark {
  private static final long SECOND = 1_000_000_000L;

  /** Serves until closed. */
  private record Running(int port, AutoCloseable server) {}

  private record Result(double perSecond, double p50, double p99, double cpuMicros) {}

  private TransportBenchmark() {}

  /** Arguments: rounds, seconds per measurement. */
  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
    double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 2;
    Map<String, Supplier<Running>> transports = transports();
    Map<String, List<Result>> results = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (boolean extended : new boolean[] {false, true}) {
        for (int clients : new int[] {1, 8, 32}) {
          for (var transport : transports.entrySet()) {
            Running running = transport.getValue().get();
            try {
              Result result = measure(running.port(), extended, clients, seconds);
              if (round > 0) { // the first one warms up
                String name =
                    "%-8s | %2d | %-20s"
                        .formatted(extended ? "extended" : "simple", clients, transport.getKey());
                results.computeIfAbsent(name, _ -> new ArrayList<>()).add(result);
              }
            } finally {
              running.server().close();
            }
          }
        }
      }
    }
    System.out.println("protocol | clients | transport | requests/s | p50 us | p99 us | CPU us");
    results.forEach(
        (name, all) ->
            System.out.printf(
                "%s | %7.0f | %6.0f | %6.0f | %5.1f%n",
                name,
                median(all.stream().mapToDouble(Result::perSecond).toArray()),
                median(all.stream().mapToDouble(Result::p50).toArray()),
                median(all.stream().mapToDouble(Result::p99).toArray()),
                median(all.stream().mapToDouble(Result::cpuMicros).toArray())));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  // ---- servers

  private static Map<String, Supplier<Running>> transports() {
    Map<String, Supplier<Running>> transports = new LinkedHashMap<>();
    transports.put("platform threads", () -> blocking(Thread.ofPlatform()));
    transports.put("virtual threads", () -> blocking(Thread.ofVirtual()));
    transports.put(
        "Netty NIO", () -> netty(NioIoHandler.newFactory(), NioServerSocketChannel.class, null));
    transports.put(
        "Netty epoll",
        () -> netty(EpollIoHandler.newFactory(), EpollServerSocketChannel.class, null));
    transports.put(
        "Netty epoll, handed off",
        () ->
            netty(
                EpollIoHandler.newFactory(),
                EpollServerSocketChannel.class,
                Executors.newFixedThreadPool(8, Thread.ofPlatform().daemon().factory())));
    return transports;
  }

  private static Running blocking(Thread.Builder threads) {
    PgWireServer server =
        PgWireServer.start(
            ServerOptions.onLoopback(0), Authenticator.TRUST, new FakeBackend(), threads);
    return new Running(server.port(), server);
  }

  private static Running netty(
      IoHandlerFactory handlers,
      Class<? extends ServerChannel> channel,
      @Nullable ExecutorService workers) {
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), handlers);
    Channel listener =
        new ServerBootstrap()
            .group(group)
            .channel(channel)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel client) {
                    client.pipeline().addLast(new Handler(workers));
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
    return new Running(
        ((InetSocketAddress) listener.localAddress()).getPort(),
        () -> {
          listener.close().sync();
          group.shutdownGracefully(50, 1_000, TimeUnit.MILLISECONDS).sync();
          if (workers != null) {
            workers.shutdown();
          }
        });
  }

  /**
   * Feeds a {@link MessageLoop} one whole message at a time, or hands all messages up to a Sync or
   * Query over to a worker. That relies on the clients' waiting for their answers.
   */
  private static final class Handler extends ByteToMessageDecoder {
    private final @Nullable ExecutorService workers;
    private List<ByteBuf> batch = new ArrayList<>();
    private @Nullable MessageLoop loop;
    private @Nullable ByteBuf available;

    Handler(@Nullable ExecutorService workers) {
      this.workers = workers;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
      int header = loop == null ? 0 : 1;
      if (bytes.readableBytes() < header + 4) {
        return;
      }
      int length = header + bytes.getInt(bytes.readerIndex() + header);
      if (bytes.readableBytes() < length) {
        return;
      }
      ByteBuf message = bytes.readSlice(length);
      if (loop == null) {
        start(context);
      } else if (workers == null) {
        answer(loop, message);
      } else {
        batch.add(Unpooled.copiedBuffer(message));
        int type = message.getByte(0);
        if (type == 'S' || type == 'Q') {
          handOff(workers, loop);
        }
      }
    }

    private void answer(MessageLoop target, ByteBuf message) {
      available = message;
      target.next();
    }

    private void handOff(ExecutorService executor, MessageLoop target) {
      List<ByteBuf> messages = batch;
      batch = new ArrayList<>();
      executor.execute(() -> messages.forEach(message -> answer(target, message)));
    }

    private void start(ChannelHandlerContext context) {
      MessageOutput output = new MessageOutput(new ChannelStream(context));
      ConnectionRequest request = new ConnectionRequest("ada", "d", Map.of(), 1, null);
      Connection connection = new FakeBackend().connect(request, new NoClient());
      MessageInput input = new MessageInput(this::read, 1 << 20);
      ExtendedQuery extended = new ExtendedQuery(connection, input, output);
      loop =
          new MessageLoop(
              new SessionState(1),
              connection,
              extended,
              input,
              output,
              new Mailbox(output),
              new ServerStatistics());
      loop.start();
    }

    private int read(byte[] target, int offset, int length) {
      ByteBuf source = java.util.Objects.requireNonNull(available);
      int count = Math.min(length, source.readableBytes());
      source.readBytes(target, offset, count);
      return count;
    }
  }

  private record NoClient() implements Client {
    @Override
    public void notice(Notice notice) {}

    @Override
    public void parameterChanged(String name, String value) {}

    @Override
    public boolean deallocate(String name) {
      return false;
    }

    @Override
    public void deallocateAll() {}

    @Override
    public void notification(int sender, String channel, String payload) {}

    @Override
    public void terminate(SqlException reason) {}
  }

  /** Writes to a channel. */
  private static final class ChannelStream extends OutputStream {
    private final ChannelHandlerContext context;

    ChannelStream(ChannelHandlerContext context) {
      this.context = context;
    }

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
    public void write(byte[] bytes, int offset, int length) {
      context.writeAndFlush(
          context.alloc().buffer(length).writeBytes(bytes, offset, length), context.voidPromise());
    }
  }

  // ---- clients

  private static Result measure(int port, boolean extended, int clients, double seconds)
      throws Exception {
    List<LookupClient> all = new ArrayList<>();
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch start = new CountDownLatch(1);
    for (int i = 0; i < clients; i++) {
      all.add(new LookupClient(port, extended, start, stop));
    }
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    all.forEach(Thread::start);
    long cpu = process.getProcessCpuTime();
    long from = System.nanoTime();
    start.countDown();
    Thread.sleep((long) (seconds * 1000));
    stop.set(true);
    for (LookupClient client : all) {
      client.join();
    }
    double elapsed = (System.nanoTime() - from) / (double) SECOND;
    cpu = process.getProcessCpuTime() - cpu;
    int requests = 0;
    for (LookupClient client : all) {
      requests += client.requests;
      cpu -= client.cpu;
    }
    int[] micros = new int[requests];
    int at = 0;
    for (LookupClient client : all) {
      System.arraycopy(client.nanos, 0, micros, at, client.requests);
      at += client.requests;
    }
    Arrays.sort(micros);
    return new Result(
        requests / elapsed,
        micros[requests / 2] / 1000.0,
        micros[(int) (requests * 0.99)] / 1000.0,
        cpu / 1000.0 / requests);
  }

  /** Sends the same lookup again and again. */
  private static final class LookupClient extends Thread {
    private final CountDownLatch start;
    private final AtomicBoolean stop;
    private final RawClient client;
    private final byte[] request;
    private int[] nanos = new int[1 << 16];
    private int requests;
    private long cpu;

    LookupClient(int port, boolean extended, CountDownLatch start, AtomicBoolean stop)
        throws Exception {
      this.start = start;
      this.stop = stop;
      this.client = RawClient.connect(port);
      if (extended) {
        client.addParse("s", "LOOKUP $1", 23).addSync().send().readToReady();
        RawClient.Body bind = RawClient.body().string("").string("s").int16(1).int16(1);
        bind.int16(1).int32(4).int32(42).int16(1).int16(1);
        this.request = client.add('B', bind).addExecute("", 0).addSync().takeBatch();
      } else {
        this.request = client.addQuery("LOOKUP 42").takeBatch();
      }
    }

    @Override
    public void run() {
      try (client) {
        byte[] answer = new byte[4096];
        var in = client.socket.getInputStream();
        var out = client.socket.getOutputStream();
        start.await();
        while (!stop.get()) {
          long from = System.nanoTime();
          out.write(request);
          int got = 0;
          do { // an answer ends with ReadyForQuery: Z, length, I
            got += in.read(answer, got, answer.length - got);
          } while (got < 6 || answer[got - 6] != 'Z' || answer[got - 1] != 'I');
          if (requests == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * requests);
          }
          nanos[requests++] = (int) (System.nanoTime() - from);
        }
        cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
