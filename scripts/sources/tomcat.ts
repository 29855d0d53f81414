import { existsSync } from 'node:fs';
import path from 'node:path';
import type { WebServer } from './webServer.ts';

const tomcatHome = [
  process.env['CATALINA_HOME'] ?? '',
  '/usr/share/tomcat10',
  '/usr/share/tomcat11',
  '/usr/share/tomcat9',
].find((folder) => folder !== '' && existsSync(path.join(folder, 'bin', 'bootstrap.jar')));

export const tomcat: WebServer = {
  name: 'Tomcat',
  programs: ['java'],
  versionArgs: () => ['-cp', `${tomcatHome ?? ''}/lib/catalina.jar`, 'org.apache.catalina.util.ServerInfo'],
  states: { sizes: false, dates: 'second' },
  missing: () => (tomcatHome === undefined ? 'Tomcat' : undefined),
  start: ({ root, work }, port) => ({
    args: [
      `-Dcatalina.home=${tomcatHome ?? ''}`,
      `-Dcatalina.base=${work}`,
      `-Djava.io.tmpdir=${work}`,
      '-cp',
      [`${tomcatHome ?? ''}/bin/bootstrap.jar`, `${tomcatHome ?? ''}/bin/tomcat-juli.jar`].join(path.delimiter),
      'org.apache.catalina.startup.Bootstrap',
      'start',
    ],
    files: {
      'conf/server.xml': `<Server port="-1"><Service name="Catalina">
  <Connector port="${port}" address="127.0.0.1"/>
  <Engine name="Catalina" defaultHost="localhost">
    <Host name="localhost" appBase="none"><Context path="" docBase="${root}"/></Host>
  </Engine>
</Service></Server>`,
      'conf/web.xml': `<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
  <servlet>
    <servlet-name>default</servlet-name>
    <servlet-class>org.apache.catalina.servlets.DefaultServlet</servlet-class>
    <init-param><param-name>listings</param-name><param-value>true</param-value></init-param>
  </servlet>
  <servlet-mapping><servlet-name>default</servlet-name><url-pattern>/</url-pattern></servlet-mapping>
</web-app>`,
    },
  }),
};
