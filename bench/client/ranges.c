/*
 * Asks an HTTP server for random ranges of one file over keep-alive connections, as fast as it gives them, and
 * throws the bytes away in the kernel (MSG_TRUNC copies nothing), so that the server's cost is what is measured.
 *
 *   ranges PORT PATH FILE_BYTES RANGE_BYTES CONNECTIONS SECONDS
 *
 * Prints "bytes=N seconds=S". Any answer but a 206 of exactly the length asked for ends it with 1.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEAD_BYTES = 4096, BITE_BYTES = 1 << 20 };

struct connection {
  int fd;
  int head_length;
  int64_t body_left; /* -1 while the head is read */
  char head[HEAD_BYTES + 1];
};

static const char *path;
static int port;
static int64_t file_bytes, range_bytes, total_bytes;

static void die(const char *what) {
  fprintf(stderr, "ranges: %s: %s\n", what, strerror(errno));
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void ask(struct connection *connection) {
  char request[512];
  int64_t from = (int64_t)(drand48() * (double)(file_bytes - range_bytes));
  int length = snprintf(request, sizeof request,
                        "GET %s HTTP/1.1\r\nHost: localhost\r\nRange: bytes=%lld-%lld\r\n\r\n", path,
                        (long long)from, (long long)(from + range_bytes - 1));
  connection->head_length = 0;
  connection->body_left = -1;
  if (send(connection->fd, request, (size_t)length, MSG_NOSIGNAL) != length) die("send");
}

static void open_one(struct connection *connection, int poll) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  connection->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (connection->fd < 0 || connect(connection->fd, (struct sockaddr *)&address, sizeof address) < 0) die("connect");
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
  if (epoll_ctl(poll, EPOLL_CTL_ADD, connection->fd, &event) < 0) die("epoll_ctl");
  ask(connection);
}

/* Reads the head without a byte of the body: what is peeked and is no head is left for the body. */
static void read_head(struct connection *connection) {
  ssize_t length = recv(connection->fd, connection->head, HEAD_BYTES, MSG_PEEK | MSG_DONTWAIT);
  if (length < 0 && errno == EAGAIN) return;
  if (length <= 0) die("the server hung up before its head");
  connection->head[length] = 0;
  char *end = strstr(connection->head, "\r\n\r\n");
  if (end == NULL) {
    if (length == HEAD_BYTES) die("a head that does not end");
    return;
  }
  ssize_t head = end + 4 - connection->head;
  if (recv(connection->fd, connection->head, (size_t)head, 0) != head) die("recv");
  connection->head[head] = 0;
  char *field = strcasestr(connection->head, "content-length:");
  if (strncmp(connection->head, "HTTP/1.1 206 ", 13) != 0 || field == NULL || atoll(field + 15) != range_bytes) {
    fprintf(stderr, "ranges: not the answer asked for:\n%s", connection->head);
    exit(1);
  }
  connection->body_left = range_bytes;
}

static void read_body(struct connection *connection) {
  size_t most = connection->body_left < BITE_BYTES ? (size_t)connection->body_left : BITE_BYTES;
  ssize_t length = recv(connection->fd, NULL, most, MSG_TRUNC | MSG_DONTWAIT);
  if (length < 0 && errno == EAGAIN) return;
  if (length <= 0) die("the server hung up in its body");
  total_bytes += length;
  connection->body_left -= length;
  if (connection->body_left == 0) ask(connection);
}

int main(int count, char **arguments) {
  if (count != 7) {
    fprintf(stderr, "usage: ranges PORT PATH FILE_BYTES RANGE_BYTES CONNECTIONS SECONDS\n");
    return 2;
  }
  port = atoi(arguments[1]);
  path = arguments[2];
  file_bytes = atoll(arguments[3]);
  range_bytes = atoll(arguments[4]);
  int connections = atoi(arguments[5]);
  double seconds = atof(arguments[6]);
  srand48(getpid());
  int poll = epoll_create1(0);
  struct connection *all = calloc((size_t)connections, sizeof *all);
  if (poll < 0 || all == NULL) die("start");
  for (int i = 0; i < connections; i++) open_one(&all[i], poll);
  double start = now();
  struct epoll_event events[256];
  while (now() - start < seconds) {
    int ready = epoll_wait(poll, events, 256, 100);
    for (int i = 0; i < ready; i++) {
      struct connection *connection = events[i].data.ptr;
      if (connection->body_left < 0) {
        read_head(connection);
      } else {
        read_body(connection);
      }
    }
  }
  printf("bytes=%lld seconds=%.3f\n", (long long)total_bytes, now() - start);
  return 0;
}
